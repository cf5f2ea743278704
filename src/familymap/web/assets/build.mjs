// Puts what a browser may fetch into ../static/vendor: files copied as they came, and one bundle where a
// library imports by bare names. Run by `make assets`; nothing here is committed but this list.

import { build } from "esbuild";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const vendor = join(here, "../static/vendor");

const COPIES = {
  "htmx.org": ["dist/htmx.min.js"],
  "maplibre-gl": ["dist/maplibre-gl.mjs", "dist/maplibre-gl-worker.mjs", "dist/maplibre-gl.css"],
};
const BUNDLES = { "charts.js": "overview/scripts/charts.js" };

rmSync(vendor, { recursive: true, force: true });
for (const [name, files] of Object.entries(COPIES)) {
  const from = join(here, "node_modules", name);
  mkdirSync(join(vendor, name), { recursive: true });
  for (const file of files) {
    const text = readFileSync(join(from, file), "utf8").replace(/\n?(\/\/|\/\*)# sourceMappingURL=.*$/m, "");
    writeFileSync(join(vendor, name, file.split("/").at(-1)), text);
  }
  for (const licence of ["LICENSE", "LICENSE.txt"]) {
    try {
      cpSync(join(from, licence), join(vendor, name, licence));
    } catch {} // each package has one of the two
  }
}
for (const [name, entry] of Object.entries(BUNDLES)) {
  await build({
    entryPoints: [join(here, "..", entry)],
    outfile: join(vendor, name),
    nodePaths: [join(here, "node_modules")],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    legalComments: "inline",
    logLevel: "warning",
  });
}
