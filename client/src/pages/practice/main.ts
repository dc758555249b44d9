/**
 * Practice: the committee's own page and keyring, on an office that lives in this page's memory. Nothing is asked of the
 * server and nothing is kept.
 */

import { nothing, render } from "lit-html";
import { setUpExit } from "../../components/exit";
import { onLeaving } from "../../components/leaving";
import { announce, language, setTitle, today } from "../../components/page";
import { PracticeOffice } from "../../practice/office";
import { PASSPHRASE, USERNAME } from "../../practice/people";
import { referenceOf } from "../../practice/stories";
import { makeWorld } from "../../practice/world";
import { loadTexts, t } from "../../texts";
import { start } from "../committee/bench";
import type { Desk } from "../committee/desk";
import type { Office } from "../committee/ports";
import type { State as Work } from "../committee/state";
import { view as workbench } from "../committee/view";
import type { GuideDesk } from "./desk";
import { type Event, firstState, type State, stepNow, update } from "./state";
import { guideView, startView, titleOf } from "./view";
import { told } from "./words";

const CODE = "000000"; // any six digits: nobody checks them here

/** Type the made-up person's sign-in, and press the button. */
function signIn(desk: Desk): void {
  desk.send({ type: "typed", field: "username", value: USERNAME });
  desk.send({ type: "typed", field: "passphrase", value: PASSPHRASE });
  desk.send({ type: "typed", field: "code", value: CODE });
  desk.signIn();
}

/** Say what was done and what comes next to those who listen. */
function tell(before: State, after: State): void {
  if (after.reply !== null && before.reply !== after.reply) {
    announce(t("The reporter of {reference} has written back.", { reference: after.reply }));
  } else if (after.done.length > before.done.length) {
    const next = stepNow(after);
    announce(next ? t("Done. Next: {step}", { step: told(next, after.cases).title }) : t("You have tried everything"));
  }
}

class Practice {
  private state: State = firstState({ fresh: referenceOf("fresh"), old: referenceOf("old") });
  private readonly bench: ReturnType<typeof start>;
  private readonly desk: GuideDesk = {
    showAll: (open) => this.send({ type: "all", open }),
    fillIn: () => {
      this.bench.desk.send({ type: "typed", field: "passphrase", value: PASSPHRASE });
      document.getElementById("unlock")?.focus();
    },
    beginAgain: () => location.reload(),
  };

  constructor(
    app: HTMLElement,
    private readonly aside: HTMLElement,
  ) {
    const office: Office = new PracticeOffice(makeWorld(language(), today()), {
      onReply: (reference) => this.send({ type: "reply", reference }),
    });
    this.bench = start(app, {
      office,
      view: (work, desk, day) => (work.step === "sign-in" ? startView(work, this.desk) : workbench(work, desk, day)),
      changed: (before, after) => this.follow(before, after),
    });
    document.getElementById("begin-again")?.addEventListener("click", () => this.desk.beginAgain());
    onLeaving(() => render(nothing, this.aside));
    signIn(this.bench.desk);
  }

  private follow(before: Work, after: Work): void {
    this.send({ type: "worked", before, after });
    setTitle(titleOf(after));
    this.draw(after);
  }

  private send(event: Event): void {
    const before = this.state;
    this.state = update(before, event);
    if (this.state === before) return;
    tell(before, this.state);
    if (event.type !== "worked") this.draw(this.bench.get());
  }

  private draw(work: Work): void {
    render(guideView(this.state, work, this.desk, PASSPHRASE), this.aside);
  }
}

setUpExit();
await loadTexts();
const app = document.getElementById("app");
const aside = document.getElementById("guide-root");
if (app && aside) {
  new Practice(app, aside);
}
