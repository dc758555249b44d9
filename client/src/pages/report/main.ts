/** The intake: wires server, keyring and page. */

import { render } from "lit";
import { onExit, setUpExit } from "../../components/exit";
import { announce, focusHeading, language, pageData, setTitle } from "../../components/page";
import { type KeyringHandle, openKeyring } from "../../keyring/open";
import { loadTexts } from "../../texts";
import { Flow } from "./flow";
import { IdleClock } from "./idle";
import { type Event, firstState, hasUnsent, STEPS, type State, type Step, update } from "./state";
import { titleOf, view } from "./view";

const HALF_AN_HOUR = 30 * 60; // seconds

function fingerprint(): string | null {
  return new URLSearchParams(location.hash.slice(1)).get("fp");
}

/** Print without the site's name in the browser's own margins. */
function printCard(): void {
  const title = document.title;
  document.title = " ";
  window.print();
  document.title = title;
}

class Page {
  private state: State = firstState();
  private handle: Promise<KeyringHandle> | null = null;
  private readonly flow: Flow;
  private readonly idle: IdleClock;

  constructor(private readonly root: HTMLElement) {
    this.flow = new Flow({
      state: () => this.state,
      send: (event) => this.send(event),
      keys: async () => (await this.keyring()).keyring,
      forgetKeys: () => this.forgetKeys(),
      fingerprint: fingerprint(),
      language: language(),
      print: printCard,
      goBack: () => history.back(),
      reload: () => location.reload(),
    });
    const seconds = pageData().idleSeconds || HALF_AN_HOUR;
    this.idle = new IdleClock(seconds, () => hasUnsent(this.state) && this.state.place !== "sending", {
      ask: () => this.send({ type: "idle", idle: true }),
      forget: () => this.flow.forget(),
    });
    this.draw();
    void this.keyring(); // fetched while the person reads
    void this.flow.begin();
  }

  unsent(): boolean {
    return hasUnsent(this.state);
  }

  leave(): void {
    this.forgetKeys();
    this.state = firstState();
  }

  /** The browser's own way back and forth, between steps alone. */
  moveTo(step: unknown): void {
    const at = STEPS.indexOf(step as Step);
    const now = STEPS.indexOf(this.state.place as Step);
    if (at < 0 || now < 0 || (at > 0 && !this.state.committee)) return;
    this.send({ type: "go", step: STEPS[at] as Step }, false);
  }

  private keyring(): Promise<KeyringHandle> {
    this.handle ??= openKeyring();
    this.handle.catch(() => {
      this.handle = null; // the next action tries again
    });
    return this.handle;
  }

  private forgetKeys(): void {
    void this.handle?.then((handle) => handle.forget()).catch(() => {});
    this.handle = null;
  }

  private send(event: Event, remember = true): void {
    const before = this.state;
    this.state = update(before, event);
    if (this.state === before) return;
    if (event.type === "idle" && !event.idle) this.idle.answered();
    if (before.place !== this.state.place && remember) this.remember(before.place);
    this.draw();
    this.follow(before);
  }

  /** History entries carry the name of a step, never content. */
  private remember(from: State["place"]): void {
    const { place } = this.state;
    const entry = { step: place };
    if (from === "loading" || !(STEPS as readonly string[]).includes(place)) history.replaceState(entry, "");
    else history.pushState(entry, "");
  }

  private follow(before: State): void {
    const { place, errors, sending } = this.state;
    if (before.place !== place && before.place !== "loading") focusHeading();
    else if (errors.length && errors !== before.errors) document.getElementById("error-summary")?.focus();
    if (place === "sending" && sending.what !== before.sending.what) announce(titleOf(this.state));
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
  await loadTexts();
  root.replaceChildren();
  const page = new Page(root);
  onExit(() => page.leave());
  addEventListener("popstate", (event) => page.moveTo((event.state as { step?: unknown } | null)?.step));
  addEventListener("beforeunload", (event) => {
    if (page.unsent()) event.preventDefault();
  });
}

void start();
