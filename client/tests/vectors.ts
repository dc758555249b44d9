import { readFileSync } from "node:fs";

/** A file of the published vectors, `tests/vectors/<name>.json`. */
export function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../tests/vectors/${name}.json`, import.meta.url), "utf8")) as T;
}
