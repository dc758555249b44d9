/** What a member's seat is called. */

import { t } from "../texts";

export function seatName(seat: "chair" | "member" | "employee-representative"): string {
  switch (seat) {
    case "chair":
      return t("chair");
    case "member":
      return t("member");
    case "employee-representative":
      return t("on behalf of the employees");
  }
}
