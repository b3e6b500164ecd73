import type { ApiRole } from "../../../domain/api_token.ts";
import { busy, withStatus } from "../refusal.ts";
import { MAX_SMALL_REQUEST_BYTES } from "../../../contract/endpoint.ts";

/**
 * The most memory for the buffers of bodies being read, in bytes, beyond the small body that each may have anyway: 128
 * bodies of 1,000 hashes take 7.2 MiB.
 */
const BUDGET_BYTES = 8 * 1024 * 1024;

/** A body's share of the budget while it is being read. */
interface BodyShare {
  /** Announces the length of its buffer. Throws with status 503 where the budget is exhausted. */
  readonly growTo: (bytes: number) => void;
  /** Returns the whole share; it cannot grow afterwards. */
  readonly giveBack: () => void;
}

/** Opens a share for a body. */
export type BodyBudget = () => BodyShare;

/**
 * The memory that the bodies of a server may take, by the role that a route requires: whoever may only read takes
 * nothing from those who sign.
 */
export function bodyBudgets(): (role: ApiRole) => BodyBudget {
  const [readers, others] = [bodyBudget(), bodyBudget()];
  return (role) => role === "read" ? readers : others;
}

/**
 * At most so many bytes for the bodies that are read at a time. Small bodies are not counted, since the number of requests bounds
 * them: so a client that sends long bodies slowly does not keep others from sending short ones.
 */
function bodyBudget(): BodyBudget {
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

/** The connection is closed, since the rest of the body is not read. */
function tooMany() {
  const error = busy("read the request", "too many long bodies are being read; try again");
  return withStatus(error, 503, { connection: "close" });
}
