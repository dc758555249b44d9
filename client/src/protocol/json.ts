/** A strict JSON reader: what `JSON.parse` lets pass and the protocol does not (RFC 8259, RFC 7493). */

import { MalformedError } from "./errors";

const DEEPEST = 100;
const SPACE = /[ \t\n\r]*/y;
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/**
 * Throw MalformedError if a name stands twice in an object of `text`, or an object or list lies too deep.
 * `text` is JSON already: this only walks it.
 */
export function refuseDuplicates(text: string): void {
  new Walker(text).value(0);
}

class Walker {
  private at = 0;

  constructor(private readonly text: string) {}

  value(depth: number): void {
    if (depth > DEEPEST) throw new MalformedError("JSON nested too deep");
    this.skip(SPACE);
    const first = this.text[this.at];
    if (first === "{") this.object(depth);
    else if (first === "[") this.list(depth);
    else if (first === '"') this.string();
    else this.skip(SCALAR);
    this.skip(SPACE);
  }

  private object(depth: number): void {
    const names = new Set<unknown>();
    this.each("}", () => {
      this.skip(SPACE);
      const name: unknown = JSON.parse(this.string());
      if (names.has(name)) throw new MalformedError("a name stands twice in an object");
      names.add(name);
      this.skip(SPACE);
      this.at += 1;
      this.value(depth + 1);
    });
  }

  private list(depth: number): void {
    this.each("]", () => this.value(depth + 1));
  }

  private each(end: string, item: () => void): void {
    this.at += 1;
    this.skip(SPACE);
    if (this.text[this.at] !== end) {
      item();
      while (this.text[this.at] === ",") {
        this.at += 1;
        item();
      }
    }
    this.at += 1;
  }

  /** Past a string, by hand: a regular expression runs out of stack on a text of many megabytes. */
  private string(): string {
    const start = this.at;
    this.at += 1;
    while (this.at < this.text.length && this.text[this.at] !== '"') this.at += this.text[this.at] === "\\" ? 2 : 1;
    this.at += 1;
    return this.text.slice(start, this.at);
  }

  private skip(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? "";
    this.at += found.length;
    return found;
  }
}
