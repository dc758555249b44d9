/** Signing in, opening the key, locking, unlocking, signing out. */

import { loadBoard, reopenCase } from "./cases";
import { attempt, type Context, codeOf, forgetAll, forgetOpened } from "./context";
import type { Session } from "./ports";
import type { Alarm, FormError, SignIn } from "./state";

const CODE = /^\d{6}$/u;

/** What is missing in the sign-in form. */
export function checkForm(form: SignIn): FormError[] {
  const errors: FormError[] = [];
  if (form.username.trim() === "") {
    errors.push({ id: "username", message: "username" });
  }
  if (form.passphrase.trim() === "") {
    errors.push({ id: "passphrase", message: "passphrase" });
  }
  if (!CODE.test(form.code.replace(/\s/gu, ""))) {
    errors.push({ id: "code", message: "code" });
  }
  return errors;
}

const ALARMS: Readonly<Record<string, Alarm>> = {
  "not-my-entry": "not-my-entry",
  "no-seat": "no-seat",
  "no-committee": "no-seat",
  "roster-refused": "roster-refused",
  "cannot-open": "key-does-not-open",
  malformed: "key-does-not-open",
  "not-sealed": "key-does-not-open",
};

/** Show the alarm that a failed opening means; false when it means none. */
function alarmed(context: Context, error: unknown): boolean {
  const alarm = ALARMS[codeOf(error) ?? ""];
  if (alarm) {
    void context.keys.forget();
    forgetAll(context.memory);
    context.send({ type: "alarm", alarm });
  }
  return alarm !== undefined;
}

/** Open the member's key and check that the newest roster shows it; nothing else is done before. */
async function openKey(context: Context, session: Session): Promise<boolean> {
  const { office, keys, memory } = context;
  context.send({ type: "busy", busy: { what: "opening-key", part: null } });
  try {
    const [chain, wrapped] = await Promise.all([office.chain(session.committee), office.wrappedKey()]);
    if (wrapped === null) {
      context.send({ type: "alarm", alarm: "no-key" });
      return false;
    }
    const committee = await keys.openKey(wrapped, chain, session.member ?? "", context.today());
    memory.chain = chain;
    context.send({ type: "key-open", committee });
    return true;
  } catch (error) {
    if (alarmed(context, error)) {
      return false;
    }
    throw error;
  }
}

async function toWork(context: Context): Promise<void> {
  const back = context.get().openCase;
  await loadBoard(context);
  if (back !== null) {
    await reopenCase(context, back);
  }
}

async function stretchAndSignIn(context: Context): Promise<Session> {
  const { office, keys } = context;
  const form = context.get().signIn;
  const username = form.username.trim().toLowerCase();
  const progress = (part: number) => context.send({ type: "busy", busy: { what: "stretching", part } });
  progress(0);
  const password = await keys.stretch(username, form.passphrase, progress);
  context.send({ type: "busy", busy: { what: "signing-in", part: null } });
  return office.signIn(username, password, form.code.replace(/\s/gu, ""));
}

/** Sign in with what was typed. */
export async function signIn(context: Context): Promise<void> {
  if (context.get().busy) {
    return;
  }
  const errors = checkForm(context.get().signIn);
  context.send({ type: "form-errors", errors });
  if (errors.length > 0) {
    return;
  }
  await attempt(context, async () => {
    const session = await stretchAndSignIn(context);
    context.send({ type: "signed-in", session });
    if (session.role === "union") {
      context.send({ type: "busy", busy: null });
      await context.keys.forget();
    } else if (await openKey(context, session)) {
      await toWork(context);
    }
  });
}

/** Put the key out of reach and everything that was decrypted off the screen. */
export async function lock(context: Context): Promise<void> {
  context.send({ type: "lock" });
  forgetOpened(context.memory);
  await context.keys.lock();
}

/** Open again with the passphrase alone. */
export async function unlock(context: Context): Promise<void> {
  const { passphrase } = context.get().signIn;
  if (context.get().busy) {
    return;
  }
  const errors: FormError[] = passphrase.trim() === "" ? [{ id: "passphrase", message: "passphrase" }] : [];
  context.send({ type: "form-errors", errors });
  if (errors.length > 0) {
    return;
  }
  await attempt(context, async () => {
    const progress = (part: number) => context.send({ type: "busy", busy: { what: "stretching", part } });
    progress(0);
    await context.keys.unlock(passphrase, progress);
    context.send({ type: "unlocked" });
    await toWork(context);
  });
}

/** Forget everything here and end the session on the server, if it can be reached. */
export async function signOut(context: Context): Promise<void> {
  forgetAll(context.memory);
  context.send({ type: "signed-out" });
  await Promise.allSettled([context.keys.forget(), context.office.signOut()]);
}
