/** Imports go one way: pages → components, keyring, api → rules → protocol (docs/architecture.md). */

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";

const SRC = new URL("../src", import.meta.url).pathname;
const IMPORT = /(?:from|import)\s*\(?\s*"(\.[^"]+)"/g;

/** What each part may import besides itself; `a/b` is one file of another part. */
const ALLOWED: Record<string, string[]> = {
  protocol: [],
  rules: ["protocol/dates"],
  components: ["texts"],
  texts: ["components/page"],
  trusted: ["components/page"],
  api: ["keyring/types"],
  keyring: ["protocol", "rules", "trusted"],
  // Made-up people with keys of their own, for the practice page alone.
  practice: ["protocol", "keyring/files", "keyring/sealing", "keyring/types", "texts"],
  // A page never touches a key: it knows the keyring's door and its types.
  pages: ["components", "keyring/open", "keyring/types", "api", "rules", "texts"],
};

/** The committee's page on a made-up office: it starts that page's workbench, and alone knows the made-up world. */
const PRACTICE = "pages/practice/";

const files = (readdirSync(SRC, { recursive: true }) as string[]).filter((name) => name.endsWith(".ts"));

function partOf(path: string): string {
  return (path.split("/")[0] ?? "").replace(/\.ts$/, "");
}

function importsOf(name: string): string[] {
  const text = readFileSync(join(SRC, name), "utf8");
  return [...text.matchAll(IMPORT)].map((match) => relative(SRC, join(SRC, dirname(name), match[1] ?? "")));
}

describe("imports", () => {
  test("every part is known", () => {
    expect(new Set(files.map(partOf))).toEqual(new Set(Object.keys(ALLOWED)));
  });

  test.each(files)("%s", (name) => {
    const part = partOf(name);
    for (const target of importsOf(name)) {
      const isOwn = partOf(target) === part;
      const allowed = name.startsWith(PRACTICE) ? [...(ALLOWED.pages ?? []), "practice"] : ALLOWED[part];
      const isAllowed = (allowed ?? []).some((one) => target === one || target.startsWith(`${one}/`));
      expect(isOwn || isAllowed, `${name} imports ${target}`).toBe(true);
    }
  });

  test("a page knows no other page", () => {
    for (const name of files.filter((file) => file.startsWith("pages/") && !file.startsWith(PRACTICE))) {
      const own = name.split("/").slice(0, 2).join("/");
      for (const target of importsOf(name)) {
        expect(!target.startsWith("pages/") || target.startsWith(`${own}/`), `${name} imports ${target}`).toBe(true);
      }
    }
  });

  test("practice knows its own page, the committee's and nobody to ask", () => {
    for (const name of files.filter((file) => file.startsWith(PRACTICE))) {
      for (const target of importsOf(name)) {
        const isOther = target.startsWith("pages/") && !/^pages\/(practice|committee)\//.test(target);
        expect(isOther || target.startsWith("api/"), `${name} imports ${target}`).toBe(false);
      }
    }
  });

  test("the protocol knows no page and no network", () => {
    for (const name of files.filter((file) => /^(protocol|rules)\//.test(file))) {
      const text = readFileSync(join(SRC, name), "utf8");
      expect(text, name).not.toMatch(/\b(document|window|fetch|localStorage|sessionStorage)\b[.(]/);
    }
  });

  test("nothing is kept in the browser", () => {
    for (const name of files) {
      const text = readFileSync(join(SRC, name), "utf8");
      expect(text, name).not.toMatch(
        /\b(localStorage|sessionStorage|indexedDB|document\.cookie|innerHTML|unsafeHTML)\b/,
      );
    }
  });
});
