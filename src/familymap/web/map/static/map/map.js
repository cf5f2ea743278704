// The map page: draws the answer, goes down where a person clicks, and moves without loading anew.
import { areas } from "./answer.js";
import { download } from "./picture.js";
import { bounds, hatchings, names, painted, style } from "./shapes.js";

const frame = document.getElementById("map-frame");
const box = document.getElementById("map");
const shapes = new Map();
let map = null;
let answers = areas();
let pointed = null;

/** The shapes behind an address: asked for once, then remembered. */
function shapesOf(address) {
  if (!shapes.has(address)) {
    const asked = fetch(address).then((reply) => {
      if (!reply.ok) throw new Error(`${address}: ${reply.status}`);
      return reply.json();
    });
    asked.catch(() => shapes.delete(address));
    shapes.set(address, asked);
  }
  return shapes.get(address);
}

function canDraw() {
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}

function texts() {
  const said = box.dataset;
  return {
    "Map.Title": said.title,
    "NavigationControl.ZoomIn": said.zoomIn,
    "NavigationControl.ZoomOut": said.zoomOut,
    "CooperativeGesturesHandler.MobileHelpText": said.twoFingers,
  };
}

async function begin() {
  const library = await import(box.dataset.library);
  frame.hidden = false;
  map = new library.Map({
    container: box,
    style: style(),
    locale: texts(),
    bounds: [46.4, 40.5, 87.4, 55.5],
    attributionControl: false,
    dragRotate: false,
    touchPitch: false,
    pitchWithRotate: false,
    maxZoom: 12,
    cooperativeGestures: matchMedia("(pointer: coarse)").matches,
    canvasContextAttributes: { preserveDrawingBuffer: true },
    fadeDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 200,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new library.NavigationControl({ showCompass: false }), "top-right");
  await new Promise((ready) => map.once("load", ready));
  hatch();
  for (const layer of ["fill", "points"]) {
    map.on("mousemove", layer, (event) => point(event.features[0].properties.area));
    map.on("mouseleave", layer, () => point(null));
    map.on("click", layer, (event) => down(event.features[0].properties.area));
  }
  await draw();
  box.dataset.ready = "yes";
}

function hatch() {
  for (const [name, image] of hatchings()) map.addImage(name, image, { pixelRatio: 2 });
}

/** Draw the answer that the page holds now. */
async function draw() {
  const result = document.getElementById("map-result").dataset;
  const [layer, around] = await Promise.all([shapesOf(result.shapes), shapesOf(result.around)]);
  answers = areas();
  map.getSource("around").setData(around);
  map.getSource("areas").setData(painted(layer, answers));
  map.getSource("names").setData(names(layer, answers));
  const points = layer.features.every((feature) => feature.geometry.type === "Point");
  const region = around.features.filter((feature) => feature.properties.area === result.within);
  const reach = points && region.length ? bounds({ features: region }) : bounds(layer);
  if (reach && box.dataset.drawn !== result.shapes) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches || !box.dataset.drawn;
    map.fitBounds(reach, { padding: 32, maxZoom: 9, duration: calm ? 0 : 500 });
    box.dataset.drawn = result.shapes;
  }
  point(null);
}

/** Mark an area on the map, its row in the table, and say its number; null takes the mark away. */
function point(area) {
  if (area === pointed) return;
  answers.get(pointed)?.row.classList.remove("map-pointed");
  pointed = area;
  const answer = answers.get(area);
  answer?.row.classList.add("map-pointed");
  for (const [layer, kind] of [["pointed", "Polygon"], ["pointed-point", "Point"]]) {
    map.setFilter(layer, ["all", ["==", ["geometry-type"], kind], ["==", ["get", "area"], area ?? ""]]);
  }
  map.getCanvas().style.cursor = answer?.down ? "pointer" : "";
  const note = document.getElementById("map-note");
  note.hidden = !answer;
  if (answer) {
    note.querySelector("b").textContent = answer.name;
    note.querySelector("span").textContent = answer.value;
  }
}

function down(area) {
  const answer = answers.get(area);
  if (answer?.down) go(answer.down);
}

/** Show what an address answers in this page; a reply that is no such page is opened as a page. */
async function go(address, remember = true) {
  const result = document.getElementById("map-result");
  result.setAttribute("aria-busy", "true");
  let fresh = null;
  try {
    const reply = await fetch(address, { credentials: "same-origin" });
    if (reply.ok && !reply.redirected) {
      fresh = new DOMParser().parseFromString(await reply.text(), "text/html");
    }
  } catch {
    fresh = null;
  }
  if (!fresh?.getElementById("map-result")) return location.assign(address);
  const focused = document.activeElement?.id;
  const colouring = document.querySelector(".map-colouring").open;
  for (const part of document.querySelectorAll("[data-part]")) {
    const news = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
    if (news) part.replaceWith(document.adoptNode(news));
  }
  document.title = fresh.title;
  if (remember) history.pushState({}, "", `?${document.getElementById("map-result").dataset.query}`);
  document.querySelector(".map-colouring").open ||= colouring;
  // Who changes the language comes back to this question, not to the one the page began with.
  for (const next of document.querySelectorAll("input[name=next]")) next.value = location.pathname + location.search;
  prepare();
  if (focused) document.getElementById(focused)?.focus();
  document.getElementById("map-said").textContent = document.getElementById("map-result-title").textContent;
  if (map) await draw();
}

function asked(form) {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value !== "") query.append(name, value);
  return `${form.action.split("?")[0]}?${query}`;
}

/** What has to be done again after parts of the page are replaced. */
function prepare() {
  const button = document.getElementById("map-picture");
  button.hidden = !map && !canDraw();
  for (const button of document.querySelectorAll("[data-needless]")) button.hidden = true;
}

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (form?.id === "map-question") go(asked(form));
});
document.addEventListener("submit", (event) => {
  if (event.target.id !== "map-question") return;
  event.preventDefault();
  go(asked(event.target));
});
document.addEventListener("click", (event) => {
  if (event.target.closest("#map-picture")) return download(map);
  const link = event.target.closest("a[data-moves]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  go(link.href);
});
for (const [kind, area] of [
  ["mouseover", (row) => row.dataset.area], ["focusin", (row) => row.dataset.area],
]) {
  document.addEventListener(kind, (event) => {
    const row = event.target.closest?.("#map-table [data-area]");
    if (row && map) point(area(row));
  });
}
addEventListener("popstate", () => go(location.href, false));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  if (!map) return;
  map.once("style.load", () => {
    hatch();
    draw();
  });
  map.setStyle(style(), { diff: false });
});

prepare();
if (canDraw()) {
  begin().catch((problem) => {
    console.error(problem);
    frame.hidden = true;
    document.getElementById("map-without").hidden = false;
  });
} else {
  document.getElementById("map-without").hidden = false;
}
