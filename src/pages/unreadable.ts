import { quoted } from "../domain/quoted.ts";
import { CloacinaError } from "../errors.ts";

/** A browser says no more than its reason of a file that changed, moved or may not be read. */
export function unreadable({ name }: File, reason: string): CloacinaError {
  return new CloacinaError("io_failed", `Cannot read ${quoted(name)}: ${reason}`, {
    hint: "it may have changed or moved since it was chosen: choose it again",
  });
}
