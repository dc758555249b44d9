/** The two practice cases in words, in the language of the page. Every person and every event is made up. */

import { addDays, type IsoDate } from "../protocol/dates";
import { t } from "../texts";
import type { Committee } from "./people";
import type { Story } from "./sayings";

/** Days ago: the confirmation is due in five days. */
const NEW = 2;
/** Days ago; confirmed three days later, so that the three months are over in two to five days. */
const OLD = 90;

/** What a practice case is called: its mark stands wherever a case is named, on paper too. */
export function referenceOf(which: "fresh" | "old"): string {
  return t("PRACTICE-{n}", { n: which === "fresh" ? 1 : 2 });
}

/** A report that has just come in, from somebody who leaves out the chair and gives a name. */
export function newStory(committee: Committee, language: string, today: IsoDate): Story {
  return {
    reference: referenceOf("fresh"),
    language,
    receivedOn: addDays(today, -NEW),
    excluded: [committee.chair],
    name: "Noor Bakker",
    answers: {
      what: t(
        "My team leader shouts at a colleague while everybody listens. He calls her stupid. Two people of our team are at home ill because of it.",
      ),
      when: t("Since the summer, nearly every Monday in the team meeting."),
      now: t("It still happens."),
      who: t("The whole team hears it. The chair of the committee, {name}, is a friend of my team leader.", {
        name: committee.chair.name,
      }),
      fear: t("That my contract is not renewed."),
      want: t("That it stops, and that nobody hears that I told you."),
    },
    replies: [
      t("Thank you for writing so soon. I was afraid to press the button. Do you need anything else from me?"),
      t(
        "I understand. Please do not talk to my team leader yet. I would like to know first what you are going to say.",
      ),
      t("Thank you. I will look here again in a few days."),
    ],
  };
}

/** A report of three months ago, on which the committee is at work and the answer is nearly due. */
export function oldStory(language: string, today: IsoDate): Story {
  return {
    reference: referenceOf("old"),
    language,
    receivedOn: addDays(today, -OLD),
    excluded: [],
    name: null,
    answers: {
      what: t(
        "Friends of our manager get a permit at once. In three files I saw a stamp that was older than the papers in it.",
      ),
      when: t("During the last half year, as far as I know."),
      now: t("I think that it goes on."),
      want: t("An honest look by somebody from outside our department."),
    },
    replies: [
      t("Thank you. It helps to know when I hear more. Last week there was another one, I can tell you what I saw."),
      t("That is clear. I will write down what I remember and send it here."),
      t("Thank you. I will look here again in a few days."),
    ],
  };
}
