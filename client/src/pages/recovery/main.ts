/** Getting in again: wires server, keyring and page. */

import { nothing, render } from "lit-html";
import { setUpConnection } from "../../components/connection";
import { setUpExit } from "../../components/exit";
import { watchIdle } from "../../components/idle";
import { onLeaving } from "../../components/leaving";
import { focusHeading, pageData, setTitle } from "../../components/page";
import { printWithoutName } from "../../components/print";
import { isStrong } from "../../components/strength";
import { loadTexts } from "../../texts";
import { Flow } from "./flow";
import { type Event, firstState, hasUnsent, isStep, type State, update } from "./state";
import { titleOf, view } from "./view";
import { lazyKeys, realOffice } from "./wiring";

class Page {
  private state: State = firstState();
  private readonly keys = lazyKeys();
  readonly flow: Flow;

  constructor(private readonly root: HTMLElement) {
    this.flow = new Flow({
      state: () => this.state,
      send: (event) => this.send(event),
      office: realOffice(),
      keys: this.keys,
      isStrong,
      origin: location.origin,
      goBack: () => history.back(),
      print: printWithoutName,
    });
    watchIdle(pageData().idleSeconds, {
      isFilled: () => this.unsent() && this.state.busy?.what !== "sending",
      asked: () => this.state.idle,
      ask: () => this.send({ type: "idle", idle: true }),
      forget: () => this.flow.forget(),
    });
    history.replaceState({ step: "choose" }, "");
    this.draw();
  }

  unsent(): boolean {
    return hasUnsent(this.state);
  }

  /** Leave nothing behind, not in a page that the browser keeps for its way back either. */
  leave(): void {
    void this.keys.forget();
    this.state = firstState();
    render(nothing, this.root);
  }

  /** The browser's own way back and forth, between forms alone. */
  moveTo(entry: { step?: unknown } | null): void {
    const step = entry?.step;
    if (isStep(step) && isStep(this.state.place) && !this.state.busy) this.send({ type: "go", step }, false);
  }

  private send(event: Event, remember = true): void {
    const before = this.state;
    this.state = update(before, event);
    if (this.state === before) return;
    if (before.place !== this.state.place && remember) this.remember();
    this.draw();
    if (this.state.errors.length && this.state.errors !== before.errors) {
      document.getElementById("error-summary")?.focus();
    } else if (before.place !== this.state.place) focusHeading();
    if (this.state.problem && this.state.problem !== before.problem) {
      document.getElementById("problem")?.scrollIntoView({ block: "nearest" });
    }
  }

  /** History entries carry the name of a form, never content. */
  private remember(): void {
    const entry = { step: this.state.place };
    if (isStep(this.state.place)) history.pushState(entry, "");
    else history.replaceState(entry, "");
  }

  private draw(): void {
    setTitle(titleOf(this.state));
    render(view(this.state, this.flow), this.root);
  }
}

async function start(): Promise<void> {
  const root = document.getElementById("app");
  if (!root) return;
  setUpExit();
  setUpConnection();
  await loadTexts();
  root.replaceChildren();
  const page = new Page(root);
  onLeaving(() => page.leave());
  addEventListener("popstate", (event) => page.moveTo(event.state));
  addEventListener("beforeunload", (event) => {
    if (page.unsent()) event.preventDefault();
  });
}

void start();
