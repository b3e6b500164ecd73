// Runs before the script of a page, which an older browser could not even load, and says what that browser lacks.
import { MISSING, OLDEST_BROWSERS } from "./features.ts";

if (MISSING.length > 0) {
  document.querySelector("#unusable")!.textContent =
    `This page needs ${OLDEST_BROWSERS}, or later: this browser has no ${MISSING.join(", no ")}.`;
}
