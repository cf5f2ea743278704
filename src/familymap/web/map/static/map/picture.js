// The map as a picture with what makes it understandable: title, legend, run and date.
import { colour, legend } from "./answer.js";

const MARGIN = 32;
const LINE = 26;

/** Save the map of the moment as a PNG file. */
export function download(map) {
  map.once("idle", () => {
    composed(map.getCanvas()).toBlob((blob) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = document.getElementById("map-picture").dataset.file;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    }, "image/png");
  });
  map.triggerRepaint();
}

function composed(drawn) {
  const width = 1200;
  const height = Math.round((drawn.height / drawn.width) * width);
  const entries = legend();
  const words = said();
  const columns = 3;
  const rows = Math.ceil(entries.length / columns);
  const head = MARGIN + 34 + words.lines.length * LINE;
  const whole = head + height + MARGIN + rows * LINE + MARGIN + LINE;
  const canvas = Object.assign(document.createElement("canvas"), { width: width + 2 * MARGIN, height: whole });
  const pen = canvas.getContext("2d");
  pen.fillStyle = colour("paper");
  pen.fillRect(0, 0, canvas.width, canvas.height);
  write(pen, words.title, MARGIN, MARGIN + 16, "700 26px");
  words.lines.forEach((line, i) => write(pen, line, MARGIN, MARGIN + 46 + i * LINE, "400 17px"));
  pen.drawImage(drawn, MARGIN, head, width, height);
  entries.forEach((entry, i) => {
    const left = MARGIN + (i % columns) * (width / columns);
    const top = head + height + MARGIN + Math.floor(i / columns) * LINE;
    swatch(pen, entry.colour, left, top - 14);
    write(pen, entry.text, left + 36, top, "400 16px");
  });
  write(pen, words.source, MARGIN, whole - 20, "400 15px");
  return canvas;
}

function said() {
  const text = (id) => (document.getElementById(id)?.textContent ?? "").trim().replace(/\s+/g, " ");
  const lines = ["map-table-caption", "map-definition", "map-side-note"].map(text).filter(Boolean);
  return { title: text("map-result-title"), lines, source: text("map-source") };
}

function write(pen, text, left, base, font) {
  pen.fillStyle = colour("text");
  pen.font = `${font} ${getComputedStyle(document.body).fontFamily}`;
  pen.fillText(text, left, base, pen.canvas.width - left - MARGIN);
}

function swatch(pen, token, left, top) {
  pen.fillStyle = colour(token);
  pen.fillRect(left, top, 26, 18);
  pen.save();
  pen.beginPath();
  pen.rect(left, top, 26, 18);
  pen.clip();
  pen.strokeStyle = colour(`${token}-line`) || colour(token);
  pen.lineWidth = 2;
  if (token === "held") {
    for (let x = left - 18; x < left + 26; x += 8) {
      pen.beginPath();
      pen.moveTo(x, top + 18);
      pen.lineTo(x + 18, top);
      pen.stroke();
    }
  }
  pen.restore();
  pen.strokeStyle = colour("edge-legend");
  pen.lineWidth = 1;
  pen.strokeRect(left + 0.5, top + 0.5, 25, 17);
}
