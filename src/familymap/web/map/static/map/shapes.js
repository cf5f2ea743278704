// The drawing: our own areas on a plain ground, with no tile and no address but ours.
import { colour } from "./answer.js";

const HEXAGON = 7;
const EMPTY = { type: "FeatureCollection", features: [] };
const HATCHED = ["held", "unknown"];
const RADIUS = ["interpolate", ["linear"], ["zoom"], 3, 4, 7, 9, 11, 14];
const RAMP = ["r1", "r2", "r3", "r4", "r5", "r6", "r7", "d3", "d2", "d1", "same", "u1", "u2", "u3"];

/** A style without any source outside the page. Polygons are areas, points are settlements. */
export function style() {
  const line = (width) => ["interpolate", ["linear"], ["zoom"], 3, width * 0.6, 8, width];
  const shape = ["==", ["geometry-type"], "Polygon"];
  return {
    version: 8,
    sources: {
      around: { type: "geojson", data: EMPTY },
      areas: { type: "geojson", data: EMPTY },
      names: { type: "geojson", data: EMPTY },
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": colour("ground") } },
      { id: "around", type: "fill", source: "around", paint: { "fill-color": colour("around") } },
      {
        id: "fill", type: "fill", source: "areas", filter: shape,
        paint: { "fill-color": fills(), "fill-antialias": true },
      },
      ...HATCHED.map((kind) => ({
        id: kind, type: "fill", source: "areas",
        filter: ["all", shape, ["==", ["get", "colour"], kind]], paint: { "fill-pattern": kind },
      })),
      {
        id: "edges", type: "line", source: "areas", filter: shape,
        paint: { "line-color": colour("edge"), "line-width": line(1) },
      },
      {
        id: "around-edges", type: "line", source: "around",
        paint: { "line-color": colour("around-edge"), "line-width": line(1.6) },
      },
      {
        id: "points", type: "circle", source: "areas", filter: ["==", ["geometry-type"], "Point"],
        paint: {
          "circle-color": fills(), "circle-radius": RADIUS,
          "circle-stroke-color": colour("edge"), "circle-stroke-width": 1,
        },
      },
      {
        id: "pointed", type: "line", source: "areas", filter: ["==", ["get", "area"], ""],
        paint: { "line-color": colour("pointed"), "line-width": 3 },
      },
      {
        id: "pointed-point", type: "circle", source: "areas", filter: ["==", ["get", "area"], ""],
        paint: {
          "circle-opacity": 0, "circle-radius": RADIUS,
          "circle-stroke-color": colour("pointed"), "circle-stroke-width": 3,
        },
      },
      {
        id: "names", type: "symbol", source: "names",
        layout: {
          "text-field": ["get", "name"], "text-size": ["interpolate", ["linear"], ["zoom"], 3, 12, 8, 15],
          "text-font": ["sans-serif"], "text-max-width": 7, "text-padding": 4, "symbol-sort-key": ["get", "order"],
          "text-anchor": ["get", "anchor"], "text-offset": ["case", ["==", ["get", "anchor"], "top"], ["literal", [0, 0.8]], ["literal", [0, 0]]],
        },
        paint: { "text-color": colour("text"), "text-halo-color": colour("halo"), "text-halo-width": 2 },
      },
    ],
  };
}

function fills() {
  const pairs = [...RAMP, ...HATCHED].flatMap((token) => [token, colour(token)]);
  return ["match", ["get", "colour"], ...pairs, colour("unknown")];
}

/** Pictures of hatching, one for each kind of area without a number. */
export function hatchings() {
  return HATCHED.map((kind) => [kind, hatching(colour(kind), colour(`${kind}-line`), kind === "held")]);
}

function hatching(ground, line, slanted) {
  const side = 16;
  const canvas = Object.assign(document.createElement("canvas"), { width: side, height: side });
  const pen = canvas.getContext("2d");
  pen.fillStyle = ground;
  pen.fillRect(0, 0, side, side);
  pen.strokeStyle = pen.fillStyle = line;
  pen.lineWidth = 2.5;
  pen.beginPath();
  if (slanted) {
    for (const start of [-side, 0, side]) {
      pen.moveTo(start, side + 0);
      pen.lineTo(start + side, 0);
    }
    pen.stroke();
  } else {
    pen.arc(side / 2, side / 2, 1.8, 0, 7);
    pen.fill();
  }
  return pen.getImageData(0, 0, side, side);
}

/** The shapes with the colour that the table gives to each of them. */
export function painted(shapes, answers) {
  const features = shapes.features.map((feature) => {
    const answer = answers.get(String(feature.properties.area));
    return { ...feature, properties: { ...feature.properties, colour: answer ? answer.colour : "unknown" } };
  });
  return { type: "FeatureCollection", features };
}

/** A point for the name of every area: in the middle of its largest part, or below a settlement or a hexagon. */
export function names(shapes, answers) {
  const features = shapes.features.filter((feature) => answers.has(String(feature.properties.area)));
  return {
    type: "FeatureCollection",
    features: features.map((feature) => {
      const ring = largest(feature.geometry);
      const small = ring.length < 4 || ring.length === HEXAGON;
      return {
        type: "Feature",
        properties: {
          name: answers.get(String(feature.properties.area)).name,
          order: -Math.abs(surface(ring)),
          anchor: small ? "top" : "center",
        },
        geometry: { type: "Point", coordinates: ring.length < 4 ? ring[0] : middle(ring) },
      };
    }),
  };
}

function largest({ type, coordinates }) {
  if (type === "Point") return [coordinates];
  const rings = type === "Polygon" ? [coordinates[0]] : coordinates.map((part) => part[0]);
  return rings.reduce((most, ring) => (Math.abs(surface(ring)) > Math.abs(surface(most)) ? ring : most));
}

function surface(ring) {
  let twice = 0;
  for (let i = 1; i < ring.length; i += 1) {
    twice += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
  }
  return twice / 2;
}

function middle(ring) {
  let [x, y] = [0, 0];
  for (let i = 1; i < ring.length; i += 1) {
    const cross = ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
    x += (ring[i - 1][0] + ring[i][0]) * cross;
    y += (ring[i - 1][1] + ring[i][1]) * cross;
  }
  const six = 6 * surface(ring);
  return six ? [x / six, y / six] : ring[0];
}

/** West, south, east and north of the shapes; null when there are none. */
export function bounds(shapes) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  const widen = (place) => {
    if (typeof place[0] !== "number") return place.forEach(widen);
    box[0] = Math.min(box[0], place[0]);
    box[1] = Math.min(box[1], place[1]);
    box[2] = Math.max(box[2], place[0]);
    box[3] = Math.max(box[3], place[1]);
  };
  shapes.features.forEach((feature) => widen(feature.geometry.coordinates));
  return Number.isFinite(box[0]) ? box : null;
}
