/** A page without anything to fill in: only the way out works. */

import { setUpExit } from "../../components/exit";

setUpExit();
