/** The warning that another committee is said to go on. */

import { html, nothing, type TemplateResult } from "lit-html";
import { alert } from "../../../components/alert";
import { linkButton } from "../../../components/button";
import { language, listText, names } from "../../../components/page";
import { wordsGrid } from "../../../components/words";
import type { CommitteeView } from "../../../keyring/types";
import { t } from "../../../texts";
import type { State } from "../state";

function aboutView(committee: CommitteeView, words: readonly string[]): TemplateResult {
  return html`<p>${t("Its members: {names}.", { names: listText(committee.members.map((member) => member.name)) })}</p>
    <p>${t("Are these its real words? Compare them with a new poster, or ask somebody whom you trust. The server cannot prove it.")}</p>
    ${wordsGrid(words)}
    <p>${t("Nothing that you wrote here goes there by itself. This mailbox stays with the old committee. Do you want the new one to know? Then you make a new report.")}</p>`;
}

export function successorView({ successor, successorChanged }: State): TemplateResult | typeof nothing {
  if (!successor) return nothing;
  const { committee, words } = successor;
  const changed = successorChanged
    ? html`<p><strong>${t("Earlier this site named another committee, or none. That is not right. Do not report there before somebody whom you trust has confirmed it.")}</strong></p>`
    : nothing;
  if (!committee) {
    return alert({
      id: "successor",
      kind: "error",
      title: t("This site names a new committee, and cannot prove it"),
      body: html`${changed}
        <p>${t("Its signatures are not right, or could not be fetched. We show nothing of it. Do not report there. This mailbox goes on with your own committee.")}</p>`,
    });
  }
  return alert({
    id: "successor",
    kind: successorChanged ? "error" : "warning",
    title: t("Your committee may no longer be able to decide. “{name}” is said to go on for it.", {
      name: names(committee.name),
    }),
    body: html`${changed} ${aboutView(committee, words)}`,
    actions: successorChanged
      ? undefined
      : linkButton({
          label: t("Make a new report there"),
          href: `/${language()}/report/#fp=${committee.fingerprint.hex}`,
          kind: "secondary",
        }),
  });
}
