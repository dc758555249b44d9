/** Texts in the page's language. The English text is the name of a text; a catalogue has it in the other languages. */

import { pageData } from "./components/page";

type Values = Record<string, string | number>;
/** A text, or its plural forms in the order of `FORMS` that the language has. */
export type Catalogue = Record<string, string | string[]>;

const FORMS: Intl.LDMLPluralRule[] = ["zero", "one", "two", "few", "many", "other"];
let catalogue: Catalogue = {};
let rules = new Intl.PluralRules("en");

/** Fetch the page's texts: once, before anything is drawn. Without them the page speaks English. */
export async function loadTexts(): Promise<void> {
  rules = new Intl.PluralRules(document.documentElement.lang);
  const { texts } = pageData();
  if (!texts) return; // an English page needs none
  try {
    // Credentials as in the page's own preload, so that the browser uses it and does not ask again.
    const answer = await fetch(texts, { credentials: "same-origin" });
    useTexts((await answer.json()) as Catalogue);
  } catch {
    // English is better than nothing.
  }
}

/** The texts of another language, for what is made in it. An empty address is English. */
export async function fetchTexts(address: string): Promise<Catalogue> {
  if (!address) return {};
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error("the texts did not come");
  return (await answer.json()) as Catalogue;
}

/** What `make` says is said with these texts; the page speaks on as before. */
export function withTexts<T>(texts: Catalogue, make: () => T): T {
  const before = catalogue;
  catalogue = texts;
  try {
    return make();
  } finally {
    catalogue = before;
  }
}

/** Use these texts. */
export function useTexts(texts: Catalogue): void {
  catalogue = texts;
}

/** A text, with `{name}` replaced by values. */
export function t(msgid: string, values: Values = {}): string {
  const found = catalogue[msgid];
  return filled(typeof found === "string" && found ? found : msgid, values);
}

/** A text that depends on a number, which is `{n}` in it. */
export function tn(one: string, many: string, n: number, values: Values = {}): string {
  const found = catalogue[one];
  return filled((Array.isArray(found) && found[formOf(n, found.length)]) || (n === 1 ? one : many), { n, ...values });
}

/** Which of a language's plural forms a number takes. */
function formOf(n: number, count: number): number {
  const has = rules.resolvedOptions().pluralCategories;
  const order = FORMS.filter((form) => has.includes(form));
  return Math.min(order.indexOf(rules.select(n)), count - 1);
}

function filled(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );
}
