// @vitest-environment happy-dom

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { loadTexts, t, tn, useTexts } from "../src/texts";

const page = document.documentElement;
const asked = vi.fn<(address: string, options: RequestInit) => Promise<Response>>();

beforeEach(() => {
  vi.stubGlobal("fetch", asked);
  asked.mockRejectedValue(new TypeError("no connection"));
});

afterEach(() => {
  vi.unstubAllGlobals();
  asked.mockReset();
  useTexts({});
});

/** A page in this language, with these texts on the server. */
async function speak(lang: string, texts?: object): Promise<void> {
  page.lang = lang;
  page.dataset.texts = texts ? "/assets/texts.json" : "";
  asked.mockResolvedValue(Response.json(texts ?? {}));
  await loadTexts();
}

describe("a text", () => {
  it("is in the page's language", async () => {
    await speak("nl", { Send: "Versturen" });
    expect(t("Send")).toBe("Versturen");
    expect(asked).toHaveBeenCalledExactlyOnceWith("/assets/texts.json", { credentials: "same-origin" });
  });

  it("is its English where the catalogue lacks it", async () => {
    await speak("nl", { Send: "" });
    expect(t("Send")).toBe("Send");
    expect(t("Open {name}", { name: "it" })).toBe("Open it");
  });

  it("has its values filled in wherever its language puts them", async () => {
    await speak("nl", { "{who} wrote on {date}": "Op {date} schreef {who}; {who}" });
    expect(t("{who} wrote on {date}", { who: "Alice", date: 3 })).toBe("Op 3 schreef Alice; Alice");
  });

  it("takes values as they are, whatever is in them", () => {
    expect(t("Hello {name}", { name: "<b>{date}$&</b>" })).toBe("Hello <b>{date}$&</b>");
    expect(t("Hello {name}")).toBe("Hello {name}");
  });

  it("does not come from what every object has", () => {
    expect(t("constructor")).toBe("constructor");
    expect(t("{toString}", {})).toBe("{toString}");
  });
});

describe("a text with a number", () => {
  const count = (n: number) => tn("{n} file", "{n} files", n);

  it("has two forms in English, without any catalogue", async () => {
    await speak("en");
    expect([0, 1, 2].map(count)).toEqual(["0 files", "1 file", "2 files"]);
  });

  it("has two forms in Dutch", async () => {
    await speak("nl", { "{n} file": ["{n} bestand", "{n} bestanden"] });
    expect([0, 1, 2].map(count)).toEqual(["0 bestanden", "1 bestand", "2 bestanden"]);
  });

  it("has six forms in Arabic, in the order of gettext", async () => {
    await speak("ar", { "{n} file": ["zero", "one", "two", "few {n}", "many {n}", "other {n}"] });
    const numbers = [0, 1, 2, 3, 10, 11, 99, 100, 102, 103, 111];
    expect(numbers.map(count)).toEqual([
      ...["zero", "one", "two", "few 3", "few 10", "many 11", "many 99", "other 100", "other 102", "few 103"],
      "many 111",
    ]);
  });

  it("takes other values as well", async () => {
    await speak("nl", { "{n} file of {name}": ["{n} bestand van {name}", "{n} bestanden van {name}"] });
    expect(tn("{n} file of {name}", "{n} files of {name}", 2, { name: "Alice" })).toBe("2 bestanden van Alice");
  });

  it("is English where the catalogue lacks its forms", async () => {
    await speak("nl", { "{n} file": "bestand" });
    expect([1, 2].map(count)).toEqual(["1 file", "2 files"]);
  });
});

describe("without texts", () => {
  it("an English page asks for nothing", async () => {
    await speak("en");
    expect(asked).not.toHaveBeenCalled();
  });

  it("a page whose texts do not come speaks English", async () => {
    await speak("nl", {});
    asked.mockRejectedValue(new TypeError("no connection"));
    await expect(loadTexts()).resolves.toBeUndefined();
    expect(t("Send")).toBe("Send");
  });
});
