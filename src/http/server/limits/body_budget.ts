import { busy, withStatus } from "../refusal.ts";
import { MAX_SMALL_REQUEST_BYTES } from "../../../contract/endpoint.ts";

/**
 * What the buffers of all bodies that are under way may have together, in bytes, beyond what each may have in any case:
 * 128 bodies of 1,000 hashes take 7.2 MiB.
 */
const BUDGET_BYTES = 8 * 1024 * 1024;

/** What a body takes of the budget while it comes. */
export interface BodyShare {
  /** Says how long its buffer is to be. Throws a 503 where that would be too much. */
  readonly growTo: (bytes: number) => void;
  /** Gives all of it back; nothing is taken afterwards. */
  readonly giveBack: () => void;
}

/** Opens a share for a body. */
export type BodyBudget = () => BodyShare;

/**
 * The memory that the bodies of a server may take. What is no longer than a small body is not counted, as the number of
 * requests bounds it: so whoever sends long bodies slowly keeps nobody from sending short ones.
 */
export function bodyBudget(): BodyBudget {
  let taken = 0;
  return () => {
    let [own, isOpen] = [0, true];
    const growTo = (bytes: number) => {
      const more = Math.max(0, bytes - MAX_SMALL_REQUEST_BYTES) - own;
      if (!isOpen || taken + more > BUDGET_BYTES) throw tooMany();
      taken += more;
      own += more;
    };
    const giveBack = () => {
      taken -= own;
      [own, isOpen] = [0, false];
    };
    return { growTo, giveBack };
  };
}

/** What was not read of the body ends the connection. */
function tooMany() {
  const error = busy("read the request", "too many long bodies are being read; try again");
  return withStatus(error, 503, { connection: "close" });
}
