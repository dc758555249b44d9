/** The intake: wires server, keyring and page. */

import { nothing, render } from "lit-html";
import { setUpConnection } from "../../components/connection";
import { setUpExit } from "../../components/exit";
import { onLeaving } from "../../components/leaving";
import { announce, focusHeading, language, pageData, setTitle } from "../../components/page";
import { carryFingerprint, posterFingerprint } from "../../components/poster";
import { type KeyringHandle, openKeyring } from "../../keyring/open";
import { loadTexts, t } from "../../texts";
import { Flow } from "./flow";
import { IdleClock } from "./idle";
import { type Event, firstState, type State, update } from "./state";
import { titleOf, view } from "./view";
import { hasUnsent, isStep } from "./walk";

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
      fingerprint: posterFingerprint(),
      language: language(),
      print: printCard,
      goBack: () => history.back(),
      reload: () => location.reload(),
      focus: (id) => document.getElementById(id)?.focus(),
    });
    this.idle = new IdleClock(pageData().idleSeconds, {
      isFilled: () => this.unsent() && this.state.place !== "sending",
      ask: () => this.send({ type: "idle", idle: true }),
      forget: () => this.flow.forget(),
      tell: () => this.touch(),
    });
    this.draw();
    void this.keyring().catch(() => {}); // fetched while the person reads
    void this.flow.begin();
  }

  unsent(): boolean {
    return hasUnsent(this.state);
  }

  /** Leave nothing behind, not in a page that the browser keeps for its way back either. */
  leave(): void {
    this.flow.forget();
    this.state = firstState();
    render(nothing, this.root);
  }

  /** The browser's own way back and forth, between steps alone. */
  moveTo(entry: { step?: unknown; fromCheck?: unknown } | null): void {
    const { step, fromCheck } = entry ?? {};
    if (!isStep(step) || !isStep(this.state.place) || (step !== "body" && !this.state.committee)) return;
    this.send({ type: "go", step, fromCheck: fromCheck === true }, false);
  }

  private keyring(): Promise<KeyringHandle> {
    if (!this.handle) {
      const opening = openKeyring();
      this.handle = opening;
      opening.catch(() => {
        if (this.handle === opening) this.handle = null; // the next action tries again
      });
    }
    return this.handle;
  }

  private forgetKeys(): void {
    void this.handle?.then((handle) => handle.forget()).catch(() => {});
    this.handle = null;
  }

  /** The keyring forgets by itself after 31 minutes without a word: this page's own clock comes first. */
  private touch(): void {
    void this.handle?.then((handle) => handle.keyring.touch()).catch(() => {});
  }

  private send(event: Event, remember = true): void {
    const before = this.state;
    this.state = update(before, event);
    if (this.state === before) return;
    if (before.idle && !this.state.idle) this.idle.answered();
    if (before.place !== this.state.place && remember) this.remember(before.place);
    this.draw();
    this.follow(before);
    if (event.type === "file-added") announce(t("{name} was added", { name: event.file.name }));
    if (event.type === "file-removed") announce(t("The file was removed"));
  }

  /** History entries carry the name of a step, never content. */
  private remember(from: State["place"]): void {
    const { place, fromCheck } = this.state;
    const entry = { step: place, fromCheck };
    if (from === "loading" || !isStep(place)) history.replaceState(entry, "");
    else history.pushState(entry, "");
  }

  private follow(before: State): void {
    const { place, errors, sending } = this.state;
    const isAnotherPage =
      before.place !== place || (sending.what === "uncertain") !== (before.sending.what === "uncertain");
    if (errors.length && errors !== before.errors) document.getElementById("error-summary")?.focus();
    else if (isAnotherPage && before.place !== "loading") focusHeading();
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
  carryFingerprint();
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
