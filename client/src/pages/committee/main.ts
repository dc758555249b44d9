/** The committee's page: sign-in, board and cases. */

import { setUpConnection } from "../../components/connection";
import { setUpExit } from "../../components/exit";
import { loadTexts } from "../../texts";
import { start } from "./bench";
import { hasUnsent, type State } from "./state";
import { realOffice } from "./wiring";

function warnBeforeLeaving(get: () => State): void {
  window.addEventListener("beforeunload", (event) => {
    if (hasUnsent(get())) {
      event.preventDefault();
    }
  });
}

setUpExit();
setUpConnection();
await loadTexts();
const root = document.getElementById("app");
if (root) {
  warnBeforeLeaving(start(root, { office: realOffice() }).get);
}
