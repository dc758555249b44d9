/** The questions of the first questionnaire, in their order; texts are functions, so that they speak the page's language. */

import { t } from "../../texts";

/** Which questionnaire an answer belongs to. */
export const QUESTIONNAIRE = "1";
/** Characters of one answer. */
export const ANSWER_LIMIT = 20_000;
export const NAME_LIMIT = 200;
export const REACH_LIMIT = 500;

export const QUESTIONS = ["what", "when", "now", "who", "fear", "want"] as const;
export type Question = (typeof QUESTIONS)[number];

export interface Asked {
  title: string;
  hint: string;
  rows: number;
}

export function asked(question: Question): Asked {
  switch (question) {
    case "what":
      return {
        title: t("What happened?"),
        hint: t("Write it in your own words and language. It does not have to be well written or complete."),
        rows: 9,
      };
    case "when":
      return {
        title: t("When was it, and for how long?"),
        hint: t("About is good enough: a month, a season, since a certain change."),
        rows: 4,
      };
    case "now":
      return {
        title: t("Where does it stand now?"),
        hint: t("Does it still go on? Was it told to somebody before, and what came of it?"),
        rows: 5,
      };
    case "who":
      return {
        title: t("Who knows about it?"),
        hint: t("Who saw it, who was there, where could it be found? You do not have to give names."),
        rows: 5,
      };
    case "fear":
      return {
        title: t("What are you afraid of?"),
        hint: t("What could happen to you, or to others, if it becomes known that you reported this?"),
        rows: 4,
      };
    case "want":
      return {
        title: t("What do you want to happen?"),
        hint: t("And is there something that should certainly not happen?"),
        rows: 4,
      };
  }
}
