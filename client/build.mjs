/**
 * Bundles the client into build/client with hashed names, and writes build/client/manifest.json: for each logical name
 * its file, the chunks that it imports at once, and every source in its graph (which decides the texts that it needs).
 */

import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
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

async function pages() {
  const names = await readdir(join(ROOT, "client/src/pages"));
  return Object.fromEntries(names.sort().map((name) => [name, `client/src/pages/${name}/main.ts`]));
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

function entriesOf({ outputs }, extension) {
  const entries = Object.entries(outputs).filter(([, output]) => output.entryPoint);
  return entries.map(([path]) => [
    basename(path).replace(/\.[0-9A-Z]{8}\.\w+$/, extension),
    { file: basename(path), imports: importsOf(outputs, path), inputs: inputsOf(outputs, path) },
  ]);
}

await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
const [client, worker, styles] = await Promise.all([
  build({ ...common, entryPoints: await pages(), splitting: true }),
  build({ ...common, entryPoints: { keyring: "client/src/keyring/worker.ts" }, splitting: true }),
  build({
    ...common,
    entryPoints: { reporter: "client/src/styles/reporter.css", committee: "client/src/styles/committee.css" },
  }),
]);
const manifest = Object.fromEntries([
  ...entriesOf(client.metafile, ".js"),
  ...entriesOf(worker.metafile, ".js"),
  ...entriesOf(styles.metafile, ".css"),
]);
await writeFile(join(OUT, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
