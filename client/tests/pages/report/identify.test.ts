import { describe, expect, it } from "vitest";
import { findTrace, withoutTrace } from "../../../src/pages/report/identify";

const found = (text: string, ...kept: string[]) => {
  const finding = findTrace(text, kept);
  return finding && [finding.kind, finding.text];
};

describe("what could give somebody away", () => {
  it.each([
    ["bel 06-12345678 aub", "phone", "06-12345678"],
    ["06 12 34 56 78", "phone", "06 12 34 56 78"],
    ["op +31 6 1234 5678.", "phone", "+31 6 1234 5678"],
    ["0032 475 12 34 56", "phone", "0032 475 12 34 56"],
    ["tel. 0475/12.34.56", "phone", "0475/12.34.56"],
    ["mail a.b@example.nl.", "mail", "a.b@example.nl"],
    ["mijn bsn 123456782 is", "number", "123456782"],
    ["85.07.30-033.28", "number", "85.07.30-033.28"],
    ["Mijn naam is Jan de Vries en ik werk", "name", "Mijn naam is Jan de Vries"],
    ["Ik heet Samira en dit gebeurde", "name", "Ik heet Samira"],
    ["My name is Noor van den Berg.", "name", "My name is Noor van den Berg"],
    ["اسمي محمد وأعمل هنا", "name", "اسمي محمد"],
  ])("is found in %s", (text, kind, trace) => {
    expect(found(text)).toEqual([kind, trace]);
  });

  it.each([
    "van 01-02-2025 tot 03-04-2026",
    "2026-11-22",
    "zaak 2025/0123456",
    "€ 1.000.000",
    "op 12 mei 2025 en 13 juni",
    "dossier 1234567890",
    "",
  ])("is not %s", (text) => {
    expect(found(text)).toBeNull();
  });

  it("is not asked about twice, but the next one is", () => {
    expect(found("a@b.nl en c@d.nl", "a@b.nl")).toEqual(["mail", "c@d.nl"]);
    expect(found("a@b.nl en c@d.nl", "a@b.nl", "c@d.nl")).toBeNull();
  });

  it("is taken out alone, whatever signs it has", () => {
    expect(withoutTrace("bel $& of a@b.nl", { kind: "mail", text: "a@b.nl" })).toBe("bel $& of …");
  });

  it("is looked for quickly, also in a text made to be slow", () => {
    const before = performance.now();
    for (const text of ["a".repeat(20_000), "0 ".repeat(10_000), "1-".repeat(10_000), "ik heet ".repeat(2500)]) {
      findTrace(text, []);
    }
    expect(performance.now() - before).toBeLessThan(500);
  });
});
