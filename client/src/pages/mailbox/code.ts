/** Typing the access code: completions, paste, and the words that stand on no list. */

import type { Errand, Session } from "./errand";
import { alarmOf, codeProblem, unknownWordAt } from "./problems";
import type { Event, WordError } from "./state";
import { cleanWord, codeOf, isNumber, nextEmpty, wordsIn } from "./words";

const MOST_SHOWN = 5;
const ENOUGH = 2; // letters before words are offered
const SURE = 4; // letters that name one word of the English list

/** Puts the cursor in a field, or on the button after the last one. */
export type FocusWord = (position: number) => void;

export interface CodeDesk {
  typeWord(position: number, value: string): void;
  chooseWord(position: number, value: string): void;
  leaveWord(position: number): void;
  pasteWords(position: number, text: string): void;
  open(): void;
}

/** Help with typing comes or does not come; what is wrong is said when the form is sent. */
function help(work: Promise<void>): void {
  work.catch(() => {});
}

/** What is known about the words while they are typed. */
class Typing {
  constructor(
    private readonly errand: Errand,
    private readonly focus: FocusWord,
  ) {}

  type(position: number, value: string): void {
    const words = wordsIn(value);
    // A space after a word, or the fourth digit of a number, goes on to the next field.
    if (words.length > 1) {
      this.paste(position, value);
    } else if (words.length === 1 && (/\s$/u.test(value) || /^\d{4}$/u.test(cleanWord(value)))) {
      this.errand.send({ type: "typed", position, value: cleanWord(value) });
      this.focus(position + 1);
    } else {
      this.errand.send({ type: "typed", position, value });
      help(this.offer(position, value));
    }
  }

  choose(position: number, value: string): void {
    this.errand.send({ type: "chosen", position, value });
    this.focus(position + 1);
  }

  paste(position: number, text: string): void {
    this.errand.send({ type: "spread", position, words: wordsIn(text) });
    const { fields } = this.errand.state().code;
    this.focus(nextEmpty(fields));
    for (const [at, word] of fields.entries()) {
      if (cleanWord(word) !== "") {
        help(this.check(at));
      }
    }
  }

  /** Look at a word that was left: finish it where only one can be meant, else say that it is on no list. */
  async check(position: number): Promise<void> {
    const value = this.field(position);
    const word = cleanWord(value) === "" ? "" : await this.inFull(value);
    if (this.field(position) !== value || this.errand.state().step !== "enter") {
      return;
    }
    if (word !== null && word !== cleanWord(value)) {
      this.errand.send({ type: "chosen", position, value: word });
    }
    this.errand.send({ type: "left", position, known: word !== null });
  }

  /** What is wrong with the words; those that can be are finished on the way. */
  async errors(): Promise<WordError[]> {
    const errors: WordError[] = [];
    for (const [position, typed] of this.errand.state().code.fields.entries()) {
      const clean = cleanWord(typed);
      const word = clean === "" ? "" : await this.inFull(clean);
      if (word === "") {
        errors.push({ position, kind: "missing" });
      } else if (word === null) {
        errors.push({ position, kind: "unknown" });
      } else if (word !== clean) {
        this.errand.send({ type: "chosen", position, value: word });
      }
    }
    return errors;
  }

  private field(position: number): string {
    return this.errand.state().code.fields[position] ?? "";
  }

  private async complete(prefix: string): Promise<string[]> {
    return (await this.errand.keys()).completeWord(prefix);
  }

  /** The word or number in full, also of a beginning that only one word has; null when it is on no list. */
  private async inFull(typed: string): Promise<string | null> {
    const clean = cleanWord(typed);
    if (isNumber(clean)) {
      return clean;
    }
    const options = await this.complete(clean);
    const only = options.length === 1 && clean.length >= SURE ? options[0] : undefined;
    return options.includes(clean) ? clean : (only ?? null);
  }

  private async offer(position: number, value: string): Promise<void> {
    const clean = cleanWord(value);
    const wanted = clean.length >= ENOUGH && !/^\d+$/u.test(clean);
    const options = wanted ? await this.complete(clean) : [];
    if (this.field(position) === value) {
      const done = options.length === 1 && options[0] === clean;
      this.errand.send({ type: "completions", position, options: done ? [] : options.slice(0, MOST_SHOWN) });
    }
  }
}

async function openMailbox(errand: Errand, session: Session, typing: Typing): Promise<void> {
  if (errand.state().step !== "enter") {
    return;
  }
  const send = session.sender();
  try {
    const errors = await typing.errors();
    if (errors.length > 0) {
      send({ type: "word-errors", errors });
      return;
    }
    await (await errand.keys()).openReceipt(codeOf(errand.state().code.fields));
    send({ type: "opening", phase: "proof" });
    await session.begin();
    send({ type: "opening", phase: "fetching" });
    const view = await session.read(() => send({ type: "opening", phase: "verifying" }));
    send(view.report === null ? { type: "alarm", alarm: "report-broken" } : { type: "opened", view });
  } catch (error) {
    send(refusal(error));
  }
}

function refusal(error: unknown): Event {
  const alarm = alarmOf(error);
  if (alarm !== null) {
    return { type: "alarm", alarm };
  }
  const position = unknownWordAt(error);
  return position === null
    ? { type: "code-problem", problem: codeProblem(error) }
    : { type: "word-errors", errors: [{ position, kind: "unknown" }] };
}

/** What can be done with the form of the code. */
export function codeDesk(errand: Errand, session: Session, focus: FocusWord): CodeDesk {
  const typing = new Typing(errand, focus);
  let isOpening = false;
  const open = async () => {
    if (!isOpening) {
      isOpening = true;
      await openMailbox(errand, session, typing);
      isOpening = false;
    }
  };
  return {
    typeWord: (position, value) => typing.type(position, value),
    chooseWord: (position, value) => typing.choose(position, value),
    leaveWord: (position) => help(typing.check(position)),
    pasteWords: (position, text) => typing.paste(position, text),
    open: () => void open(),
  };
}
