/** Printed matter: wires server, keyring and page. */

import { render } from "lit-html";
import { setUpConnection } from "../../components/connection";
import { setUpExit } from "../../components/exit";
import { focusHeading, language, setTitle } from "../../components/page";
import { type KeyringHandle, openKeyring } from "../../keyring/open";
import { fetchTexts, loadTexts } from "../../texts";
import { textAddresses, wanted } from "./address";
import { Flow } from "./flow";
import { type Event, firstState, type Piece, type Sheet, type State, update } from "./state";
import { titleOf, view } from "./view";

/** One sheet on its own paper, without the site's name in the browser's margins. */
function printSheet(sheet: Sheet): void {
  const { title } = document;
  const mark = `print-${sheet}`;
  const restore = (): void => {
    document.body.classList.remove(mark);
    document.title = title;
  };
  document.body.classList.add(mark);
  document.title = " ";
  addEventListener("afterprint", restore, { once: true });
  window.print();
}

/** By the clipboard; where the browser does not give it, the text is left selected. */
async function copyText(piece: Piece, text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.getElementById(piece) as HTMLTextAreaElement | null;
    field?.focus();
    field?.select();
    return document.execCommand("copy");
  }
}

class Page {
  private state: State = firstState(language());
  private handle: Promise<KeyringHandle> | null = null;
  private hasShown = false;
  private readonly built = document.documentElement.dataset;
  private readonly flow: Flow;

  constructor(private readonly root: HTMLElement) {
    const addresses = textAddresses(this.built.tongues ?? "");
    this.flow = new Flow({
      send: (event) => this.send(event),
      keys: async () => (await this.keyring()).keyring,
      wanted: () => wanted(location.hash),
      texts: (tongue) => fetchTexts(addresses.get(tongue) ?? ""),
      print: printSheet,
      copy: copyText,
    });
    this.begin();
  }

  begin(): void {
    carryAddress();
    void this.flow.begin();
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

  private send(event: Event): void {
    const before = this.state;
    this.state = update(before, event);
    setTitle(titleOf(this.state));
    render(view(this.state, { origin: location.origin, onion: this.built.onion ?? "" }, this.flow), this.root);
    if (this.state.place === "loading" || before.place === this.state.place) return;
    if (this.hasShown) focusHeading();
    this.hasShown = true;
  }
}

/** Another language of the page is about the same committee. */
function carryAddress(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[hreflang]")) link.hash = location.hash;
}

async function start(): Promise<void> {
  const root = document.getElementById("app");
  if (!root) return;
  setUpExit();
  setUpConnection();
  await loadTexts();
  root.replaceChildren();
  const page = new Page(root);
  addEventListener("hashchange", () => page.begin());
}

void start();
