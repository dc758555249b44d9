/**
 * Bundles the client into build/client with hashed names, and writes build/client/manifest.json: for each logical name
 * its file, the chunks that it imports at once, and every source in its graph (which decides the texts that it needs).
 *
 * Each page is bundled by itself. Sharing chunks between pages would save the few who read an answer some kilobytes,
 * and cost everybody who reports three more requests, each with a kilobyte of headers.
 */

import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { build } from "esbuild";

const ROOT = new URL("..", import.meta.url).pathname;
const OUT = join(ROOT, "build", "client");

const common = {
  absWorkingDir: ROOT,
  bundle: true,
  minify: true,
  metafile: true,
  charset: "utf8",
  format: "esm",
  target: ["es2022"],
  legalComments: "none",
  outdir: OUT,
  entryNames: "[name].[hash]",
  chunkNames: "chunk.[hash]",
  logLevel: "warning",
};

/** What is bundled, by logical name. */
async function sources() {
  const pages = (await readdir(join(ROOT, "client/src/pages"))).sort();
  return [
    ...pages.map((page) => ({ [page]: `client/src/pages/${page}/main.ts` })),
    { keyring: "client/src/keyring/worker.ts" },
    Object.fromEntries(
      ["reporter", "committee", "poster", "practice"].map((name) => [name, `client/src/styles/${name}.css`]),
    ),
  ];
}

/** Every source in an output's graph, chunks that are loaded later included. */
function inputsOf(outputs, path, seen = new Set()) {
  if (seen.has(path) || !outputs[path]) return [];
  seen.add(path);
  const below = outputs[path].imports.flatMap((item) => inputsOf(outputs, item.path, seen));
  return [...new Set([...Object.keys(outputs[path].inputs), ...below])].sort();
}

/** The chunks that an output imports at once. */
function importsOf(outputs, path, seen = new Set()) {
  for (const item of outputs[path].imports) {
    if (item.kind === "import-statement" && !seen.has(item.path)) {
      seen.add(item.path);
      importsOf(outputs, item.path, seen);
    }
  }
  return [...seen].map((file) => basename(file)).sort();
}

/** The lines of the manifest for one bundling. What is imported on demand is a chunk, not an entry. */
function entriesOf({ outputs }, entryPoints) {
  return Object.entries(entryPoints).map(([name, source]) => {
    const [path] = Object.entries(outputs).find(([, output]) => output.entryPoint === source);
    const entry = { file: basename(path), imports: importsOf(outputs, path), inputs: inputsOf(outputs, path) };
    return [name + extname(path), entry];
  });
}

async function bundled(entryPoints) {
  const { metafile } = await build({ ...common, entryPoints, splitting: true });
  return entriesOf(metafile, entryPoints);
}

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
const manifest = Object.fromEntries((await Promise.all((await sources()).map(bundled))).flat());
await writeFile(join(OUT, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
