// The charts of the overview: each draws the table behind it, so both always say the same.
import { axisBottom } from "d3-axis";
import { scaleLinear } from "d3-scale";
import { select } from "d3-selection";

const BAR = 10;
const LINE = 19;
const GAP = 16;
const FOOT = 30;

/** What a table says: one entry for each row that has a number. */
function read(table) {
  return Array.from(table.querySelectorAll("tbody tr[data-lower]"), (row) => ({
    label: row.querySelector("th").textContent.trim().replace(/\s+/g, " "),
    said: row.querySelector("[data-said]").textContent.trim().replace(/\s+/g, " "),
    lower: Number(row.dataset.lower),
    upper: Number(row.dataset.upper),
  }));
}

/** A ruler for text in the font of the page: pixels of a text, bold or not. */
function ruler() {
  const pen = document.createElement("canvas").getContext("2d");
  const font = getComputedStyle(document.body).fontFamily;
  return (text, weight = 400) => {
    pen.font = `${weight} 15px ${font}`;
    return pen.measureText(text).width;
  };
}

/** Words in lines that are not wider than `width` pixels. */
function lines(text, width, measure) {
  return text.split(" ").reduce((done, word) => {
    const longer = `${done.at(-1) ?? ""} ${word}`.trim();
    if (done.length && measure(longer) <= width) done[done.length - 1] = longer;
    else done.push(word);
    return done;
  }, []);
}

/** Where each row stands: its label in lines, its value beside the label, or below it where there is no room. */
function placed(rows, width) {
  const measure = ruler();
  let top = 0;
  for (const row of rows) {
    const left = width - measure(row.said, 600) - 16;
    const beside = left > width * 0.45;
    row.lines = lines(row.label, beside ? left : width, measure);
    row.valueLine = beside ? 0 : row.lines.length;
    row.top = top;
    row.bar = (row.lines.length + (beside ? 0 : 1)) * LINE + 2;
    top += row.bar + BAR + GAP;
  }
  return top;
}

/** How the axis writes a number: money in millions or billions, shares in per cent, short. */
function ticks(unit, language) {
  if (unit === "share") {
    const form = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
    return (value) => form.format(value);
  }
  const form = new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 1 });
  return (value) => form.format(unit === "money" ? value / 100 : value);
}

function draw(figure) {
  const holder = figure.querySelector("[data-chart]");
  const rows = read(figure.querySelector("table")).slice(0, Number(holder.dataset.most));
  const width = Math.floor(holder.clientWidth);
  if (!rows.length || width < 120) return;
  const unit = holder.dataset.unit;
  const along = scaleLinear([0, holder.dataset.whole ? 1 : reach(rows)], [0, width - 12]).nice(4).clamp(true);
  const top = placed(rows, width);
  const svg = select(holder).selectChildren("svg").data([0]).join("svg")
    .attr("role", "img").attr("aria-labelledby", holder.dataset.title)
    .attr("width", width).attr("height", top + FOOT).attr("viewBox", `0 0 ${width} ${top + FOOT}`);
  svg.selectChildren("*").remove();
  axis(svg, along, top, ticks(unit, document.documentElement.lang), width);
  const entry = svg.selectAll("g.entry").data(rows).join("g")
    .attr("class", "entry").attr("transform", (row) => `translate(0 ${row.top})`);
  entry.append("title").text((row) => `${row.label}: ${row.said}`);
  entry.append("text").attr("class", "chart-label").selectAll("tspan").data((row) => row.lines).join("tspan")
    .attr("x", 0).attr("y", (_, i) => 14 + i * LINE).text((line) => line);
  entry.append("text").attr("class", "chart-value").attr("x", width)
    .attr("y", (row) => 14 + row.valueLine * LINE).text((row) => row.said);
  const bar = (name, left, right) => entry.append("rect").attr("class", name)
    .attr("y", (row) => row.bar).attr("height", BAR)
    .attr("x", (row) => along(left(row))).attr("width", (row) => Math.max(0, along(right(row)) - along(left(row))));
  bar("chart-sure", () => 0, (row) => row.lower);
  bar("chart-maybe", (row) => row.lower, (row) => row.upper);
  const [, end] = along.domain();
  entry.filter((row) => row.upper > end).append("path").attr("class", "chart-beyond")
    .attr("d", (row) => `M${along(end) + 2} ${row.bar}l7 ${BAR / 2}l-7 ${BAR / 2}z`);
}

/** Where the axis ends: one bar that may be very long does not make all others invisible. */
function reach(rows) {
  const sure = Math.max(...rows.map((row) => row.lower));
  const maybe = Math.max(...rows.map((row) => row.upper));
  return (sure > 0 ? Math.min(maybe, sure * 3) : maybe) || 1;
}

function axis(svg, along, top, said, width) {
  const group = svg.append("g").attr("class", "chart-axis").attr("transform", `translate(0 ${top})`)
    .attr("aria-hidden", "true");
  group.call(axisBottom(along).ticks(Math.max(2, Math.min(5, width / 110))).tickSize(-top).tickFormat(said));
  group.selectAll("text").attr("y", 8)
    .attr("text-anchor", (value) => (value === 0 ? "start" : along(value) > width - 40 ? "end" : "middle"))
    .attr("fill", null).attr("dy", "0.8em");
  group.attr("font-size", null).attr("font-family", null).attr("fill", null);
}

const figures = Array.from(document.querySelectorAll("figure.chart"));
const redraw = new ResizeObserver((changes) => {
  for (const change of changes) draw(change.target.closest("figure"));
});
for (const figure of figures) {
  figure.classList.add("drawn");
  figure.querySelector("details").open = false;
  draw(figure);
  redraw.observe(figure.querySelector("[data-chart]"));
}
