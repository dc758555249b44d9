/** The made-up world: a committee, a service and two cases, made anew each time and kept in memory alone. */

import type { IsoDate } from "../protocol/dates";
import { t } from "../texts";
import { Files } from "./letterbox";
import { type Committee, foundCommittee } from "./people";
import { attach, dayOf, fileReport, message, note, type PracticeCase, sign } from "./sayings";
import { newStory, oldStory } from "./stories";

export interface World {
  readonly committee: Committee;
  readonly today: IsoDate;
  /** Has just come in. */
  readonly fresh: PracticeCase;
  /** Under way for nearly three months. */
  readonly old: PracticeCase;
  readonly files: Files;
}

async function beginning(about: PracticeCase, { chair, employee }: Committee): Promise<void> {
  const { file } = about;
  await file.look(chair.id, "case", dayOf(about, 2));
  await message(
    about,
    chair,
    t(
      "We have received your report. Thank you for telling us. Within three months you hear from us here what we do with it.",
    ),
    dayOf(about, 3),
  );
  sign(about, chair, "acknowledged", dayOf(about, 3));
  sign(about, chair, "assessing", dayOf(about, 4));
  await file.look(employee.id, "case", dayOf(about, 6));
  await message(
    about,
    employee,
    t("In which weeks did you see this? Do not look anything up for us. What you remember is enough."),
    dayOf(about, 6),
  );
}

async function middle(about: PracticeCase, { employee }: Committee, files: Files): Promise<void> {
  const text = t("Week 14: a permit on Monday, the papers on Thursday. Week 17: the same. Week 19: no papers at all.");
  const file = await attach(about, files, t("what-i-remember.txt"), `${text}\n`);
  await message(about, null, t("I wrote it down. It is in the file."), dayOf(about, 9), [file]);
  await about.file.look(employee.id, "file", dayOf(about, 12));
  await note(
    about,
    employee,
    t(
      "Three weeks, three files. I ask the archive for all permits of that half year: then nobody sees which three we look for.",
    ),
    dayOf(about, 12),
  );
  sign(about, employee, "investigating", dayOf(about, 13));
}

async function underWay(committee: Committee, language: string, today: IsoDate, files: Files): Promise<PracticeCase> {
  const about = await fileReport(committee, oldStory(language, today));
  await beginning(about, committee);
  await middle(about, committee, files);
  await message(
    about,
    null,
    t("It has been quiet here for a long time. When do I hear what comes of it?"),
    dayOf(about, 86),
  );
  return about;
}

/**
 * Make the world.
 *
 * @param language of the page; the made-up reporters write in it.
 */
export async function makeWorld(language: string, today: IsoDate): Promise<World> {
  const called = { language, committee: t("Practice committee"), body: t("Practice Permits Service") };
  const committee = await foundCommittee(called, today);
  const files = new Files();
  const fresh = await fileReport(committee, newStory(committee, language, today));
  const old = await underWay(committee, language, today, files);
  return { committee, today, fresh, old, files };
}
