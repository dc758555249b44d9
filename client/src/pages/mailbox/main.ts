/** The mailbox: wires server, keyring and page. */

import { render } from "lit-html";
import { setUpConnection } from "../../components/connection";
import { setUpExit } from "../../components/exit";
import { onLeaving } from "../../components/leaving";
import { announce, pageData, setTitle, today } from "../../components/page";
import type { KeyringHandle } from "../../keyring/open";
import { openKeyring } from "../../keyring/open";
import { loadTexts } from "../../texts";
import type { Errand } from "./errand";
import { type Flow, mailboxFlow } from "./flow";
import { moveFocus } from "./focus";
import { idleClock } from "./idle";
import type { Room } from "./ports";
import { realPost } from "./post";
import { type Event, firstState, hasUnsent, update } from "./state";
import { titleOf, view } from "./view";
import { wordId } from "./views/enter";
import { openingText } from "./views/waiting";
import { WORDS } from "./words";

/** Save as an unknown kind of file, so that no browser shows it in our origin. */
function save(name: string, content: Blob): void {
  const url = URL.createObjectURL(new Blob([content], { type: "application/octet-stream" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function fingerprint(): string | null {
  const hex = new URLSearchParams(location.hash.slice(1)).get("fp");
  return hex === null ? null : hex.toLowerCase().replace(/[^0-9a-f]/gu, "");
}

class Page {
  private state = firstState();
  private handle: Promise<KeyringHandle> | null = null;
  private readonly flow: Flow;
  private readonly idle = idleClock(document, pageData().idleSeconds, {
    ask: () => this.send({ type: "idle", idle: true }),
    forget: () => this.flow.locked(),
    tell: () => void this.handle?.then(({ keyring }) => keyring.touch()),
  });

  constructor(private readonly root: HTMLElement) {
    const room: Room = { origin: location.origin, fingerprint: fingerprint(), today, save };
    const keys = async () => (await this.keyring()).keyring;
    const errand: Errand = {
      room,
      keys,
      forget: () => void this.handle?.then(({ keyring }) => keyring.forget()),
      post: realPost(keys),
      state: () => this.state,
      send: (event) => this.send(event),
    };
    const focusWord = (position: number) =>
      document.getElementById(position < WORDS ? wordId(position) : "open-mailbox")?.focus();
    this.flow = mailboxFlow(errand, focusWord, () => this.idle.awake());
    this.draw();
    this.idle.awake();
  }

  /** Forget at once; for quick exit and for leaving the page. */
  forget(): void {
    if (this.state.step !== "enter" || this.state.code.fields.some((field) => field !== "")) {
      this.flow.close();
    }
    void this.handle?.then((handle) => handle.forget());
    this.handle = null;
  }

  hasUnsent(): boolean {
    return hasUnsent(this.state);
  }

  private keyring(): Promise<KeyringHandle> {
    this.handle ??= openKeyring().then(
      (handle) => {
        handle.onLocked(() => this.flow.locked());
        return handle;
      },
      (error: unknown) => {
        this.handle = null; // so that the next action tries again
        throw error;
      },
    );
    return this.handle;
  }

  private send(event: Event): void {
    const before = this.state;
    this.state = update(before, event);
    this.draw();
    moveFocus(before, this.state);
    if (this.state.step === "opening" && (before.step !== "opening" || before.opening !== this.state.opening)) {
      announce(openingText(this.state.opening));
    }
    if (this.state.step === "refused" && before.step !== "refused") {
      // Nothing of this site is believed any more: no key stays open.
      void this.handle?.then((handle) => handle.forget());
      this.handle = null;
    }
    if (before.step !== this.state.step) {
      this.idle.awake();
    }
  }

  private draw(): void {
    setTitle(titleOf(this.state));
    render(view(this.state, today(), this.flow), this.root);
  }
}

async function start(): Promise<void> {
  const root = document.getElementById("app");
  if (root === null) {
    return;
  }
  setUpExit();
  setUpConnection();
  await loadTexts();
  root.replaceChildren();
  const page = new Page(root);
  onLeaving(() => page.forget());
  addEventListener("beforeunload", (event) => {
    if (page.hasUnsent()) {
      event.preventDefault();
    }
  });
}

void start();
