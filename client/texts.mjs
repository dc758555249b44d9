/**
 * Lists every text of the client, from the syntax tree: `t("…")` and `tn("one", "many", …)` with literals alone.
 * Prints JSON: [{ "source": "client/src/…", "one": "…", "many": "…" | null }].
 */

import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import ts from "typescript";

const ROOT = new URL("..", import.meta.url).pathname;
const found = [];
const faults = [];

function literal(node) {
  if (node && ts.isStringLiteralLike(node)) return node.text;
  return null;
}

function visit(node, file, source) {
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && ["t", "tn"].includes(node.expression.text)) {
    const one = literal(node.arguments[0]);
    const many = node.expression.text === "tn" ? literal(node.arguments[1]) : undefined;
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    if (one === null || many === null) faults.push(`${source}:${line + 1}: a text must be a literal`);
    else found.push({ source, one, many: many ?? null });
  }
  ts.forEachChild(node, (child) => visit(child, file, source));
}

const folder = join(ROOT, "client/src");
for (const name of (await readdir(folder, { recursive: true })).sort()) {
  if (!name.endsWith(".ts") || name === "texts.ts") continue;
  const path = join(folder, name);
  const source = relative(ROOT, path);
  const file = ts.createSourceFile(path, await readFile(path, "utf8"), ts.ScriptTarget.ES2022, true);
  visit(file, file, source);
}
if (faults.length) {
  console.error(faults.join("\n"));
  process.exit(1);
}
console.log(JSON.stringify(found));
