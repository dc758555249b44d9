/** What has to be mended before a step is left. */

import { isSixDigits } from "../../components/device";
import { isOnSheet } from "../../components/sheet";
import type { FormError, State } from "./state";

export const CODE_LENGTH = 26; // 16 bytes in base32
const USERNAME = /^[a-z0-9-]{3,32}$/u;

/** A code as it was printed: any case, with or without hyphens; 0 and 1 are read as the letters they look like. */
export function plainCode(typed: string): string {
  return typed
    .toUpperCase()
    .replaceAll("0", "O")
    .replaceAll("1", "I")
    .replace(/[\s\p{P}]/gu, "");
}

function codeFaults({ code }: State): FormError[] {
  const plain = plainCode(code);
  if (/[^A-Z2-7]/u.test(plain)) return [{ id: "invitation-code", code: "code-signs" }];
  return plain.length === CODE_LENGTH ? [] : [{ id: "invitation-code", code: "code-length" }];
}

function nameFaults({ username, choice }: State): FormError[] {
  const errors: FormError[] = USERNAME.test(username) ? [] : [{ id: "username", code: "username" }];
  if (!choice.isOwn) return choice.offered ? errors : [...errors, { id: "offered", code: "no-passphrase" }];
  if (!choice.own) return [...errors, { id: "own", code: "no-passphrase" }];
  if (choice.own !== choice.again) return [...errors, { id: "again", code: "not-the-same" }];
  return errors;
}

function backFaults({ asked, typed, made }: State): FormError[] {
  return asked.flatMap((position, index): FormError[] => {
    const text = typed[index] ?? "";
    if (!text.trim()) return [{ id: `back-${position}`, code: "no-word" }];
    return made && isOnSheet(made.key.sheet, position, text) ? [] : [{ id: `back-${position}`, code: "wrong-word" }];
  });
}

export function faults(state: State): FormError[] {
  switch (state.place) {
    case "code":
      return codeFaults(state);
    case "name":
      return nameFaults(state);
    case "key":
      return state.keep === null ? [{ id: "keep", code: "keep" }] : [];
    case "back":
      return backFaults(state);
    case "mail":
      return /^$|^[^\s@]+@[^\s@]+$/u.test(state.mail.trim()) ? [] : [{ id: "mail", code: "mail" }];
    case "device":
      return isSixDigits(state.otpCode) ? [] : [{ id: "otp-code", code: "six-digits" }];
    default:
      return [];
  }
}
