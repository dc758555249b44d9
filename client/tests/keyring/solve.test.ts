import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { solve } from "../../src/keyring/solve";
import { troubleIn } from "./room";

const PYTHON = ".venv/bin/python";
const SECRET = "a secret of this test";
const MAKE = `
import altcha, json, sys, time
made = altcha.create_challenge("PBKDF2/SHA-256", 5000, key_prefix="00", expires_at=int(time.time()) + 600, hmac_secret=sys.argv[1])
print(json.dumps(made.to_dict()))
`;
const CHECK = `
import altcha, sys
print(altcha.verify_solution(sys.argv[2], sys.argv[1]).verified)
`;

function python(script: string, ...given: string[]): string {
  return execFileSync(PYTHON, ["-c", script, SECRET, ...given], { encoding: "utf8" }).trim();
}

/** The server's library, asked for a challenge as the server asks it. */
function challenge(): { parameters: Record<string, unknown> } {
  return JSON.parse(python(MAKE)) as { parameters: Record<string, unknown> };
}

describe("a proof of work", () => {
  it("is one that the server's library accepts", async () => {
    const payload = await solve(challenge());
    expect(payload.length).toBeLessThan(4096);
    expect(python(CHECK, payload)).toBe("True");
  });

  it.each([
    ["dearer than ours", { cost: 10_000_000 }],
    ["by another algorithm", { algorithm: "ARGON2ID" }],
    ["with a prefix that would take for ever", { keyPrefix: "000000" }],
    ["with a prefix that is no text", { keyPrefix: 0 }],
    ["with a nonce that is none", { nonce: "zz" }],
  ])("is not made for a challenge %s", async (_, wrong) => {
    const asked = challenge();
    const altered = { ...asked, parameters: { ...asked.parameters, ...wrong } };
    expect(await troubleIn(() => solve(altered))).toBe("proof-of-work");
  });

  it.each([null, 7, "x", {}, []])("is not made for %j", async (asked) => {
    expect(await troubleIn(() => solve(asked))).toBe("proof-of-work");
  });
});
