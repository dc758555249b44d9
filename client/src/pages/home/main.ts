/** A page without anything to fill in: only the way out works, and a poster's code goes along. */

import { setUpExit } from "../../components/exit";
import { carryFingerprint } from "../../components/poster";

setUpExit();
carryFingerprint();
