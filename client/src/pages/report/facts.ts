/** What a reporter is told first, by country, each with its source (product.md; checked in November 2026). */

import { t } from "../../texts";

export interface Facts {
  lines: string[];
  source: string;
  /** Where to go besides, or instead. */
  doors: string[];
}

export function factsOf(country: string): Facts {
  return country === "BE" ? belgium() : netherlands();
}

function netherlands(): Facts {
  return {
    lines: [
      t("You choose: report here, or directly outside your organisation."),
      t("Within 7 days you hear that the report was received. Within 3 months you hear what is done with it."),
      t(
        "Does your employer treat you badly after your report? Then your employer must prove that the report was not the reason.",
      ),
      t("First advice, in confidence? A confidential adviser (vertrouwenspersoon) or the Huis voor Klokkenluiders."),
    ],
    source: t("Wet bescherming klokkenluiders, checked in November 2026"),
    doors: ["Huis voor Klokkenluiders: huisvoorklokkenluiders.nl", "AP, ACM, AFM, DNB"],
  };
}

function belgium(): Facts {
  return {
    lines: [
      t("Your report must be taken, also without a name."),
      t("You choose: report here, to the Federal Audit, or directly to the Federal Ombudsman (Centre for Integrity)."),
      t("Within 7 days you hear that the report was received. Within 3 months you hear what is done with it."),
      t("Support: FIRM/IFDH. Complaints about bad treatment: the Federal Ombudsman."),
      t(
        "Bullying, violence and discrimination have a route of their own. You may report them here; the committee points you there.",
      ),
    ],
    source: t("Act of 8 December 2022, checked in November 2026"),
    doors: ["Federale Ombudsman, Centrum Integriteit: federaalombudsman.be", "Federale Interne Audit", "FIRM/IFDH"],
  };
}
