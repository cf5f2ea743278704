// What the page answers, read from the page itself: the table holds the numbers, the map only draws them.

/** Area code → what its row of the table says. */
export function areas(root = document) {
  const rows = root.querySelectorAll("#map-table [data-area]");
  return new Map(Array.from(rows, (row) => [row.dataset.area, read(row)]));
}

function read(row) {
  const link = row.querySelector("th a");
  return {
    area: row.dataset.area,
    name: row.querySelector("th").textContent.trim(),
    colour: row.dataset.colour,
    value: row.querySelector("[data-value]").textContent.trim().replace(/\s+/g, " "),
    down: link ? link.href : null,
    row,
  };
}

/** The classes of the legend in order: colour token and text. */
export function legend(root = document) {
  return Array.from(root.querySelectorAll("#map-legend [data-colour]"), (item) => ({
    colour: item.dataset.colour,
    text: item.querySelector("[data-range]").textContent.trim().replace(/\s+/g, " "),
  }));
}

/** The colour that the style sheet gives to a token, in the theme of the moment. */
export function colour(token) {
  return getComputedStyle(document.getElementById("map")).getPropertyValue(`--map-${token}`).trim();
}
