import type { CloacinaError } from "../../errors.ts";
import { noAccess } from "../store_errors.ts";
import { STATEMENT_LIMIT, withinLimit } from "./connection.ts";

/** How many may use the database at a time: few, as the server has a limited number and the engine needs them. */
export const SEATS = 4;

/**
 * What a connection is used for: to look up what a request names, to list what there may be any number of, to sign what
 * is not stored, or to change rows, whose commit may wait for a standby.
 */
export type Use = "look" | "list" | "sign" | "change";

/** What may take long never takes all: the most of one use, and of all three together, so that look-ups go on. */
const MOST = { look: SEATS, list: 2, sign: SEATS - 1, change: 2 } as const;
const MOST_THAT_TAKE_LONG = SEATS - 1;

/** A caller who waits for a seat. */
interface Waiting {
  readonly use: Use;
  readonly come: () => void;
}

/** Seats, given out in the order of the requests of one use. `place` is the database that errors name. */
export function seatsAt(place: string) {
  const waiting: Waiting[] = [];
  const taken: Record<Use, number> = { look: 0, list: 0, sign: 0, change: 0 };
  const isFree = (use: Use) => {
    const long = taken.list + taken.sign + taken.change;
    if (taken.look + long === SEATS || taken[use] === MOST[use]) return false;
    return use === "look" || long < MOST_THAT_TAKE_LONG;
  };
  const leave = (use: Use) => {
    taken[use] -= 1;
    const position = waiting.findIndex((one) => isFree(one.use));
    const [next] = position === -1 ? [] : waiting.splice(position, 1);
    if (next === undefined) return;
    taken[next.use] += 1;
    next.come();
  };
  const take = async (use: Use) => {
    if (isFree(use)) {
      taken[use] += 1;
      return;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    const one = { use, come: resolve };
    waiting.push(one);
    try {
      await withinLimit(STATEMENT_LIMIT, () => promise, () => busy(place));
    } catch (error) {
      const position = waiting.indexOf(one);
      // No longer in the queue: the seat came at the same moment as the end of patience.
      if (position === -1) leave(use);
      else waiting.splice(position, 1);
      throw error;
    }
  };
  return { take, leave };
}

function busy(place: string): CloacinaError {
  const state = `its connections were in use for ${STATEMENT_LIMIT / 1000} s`;
  return noAccess(place, state, { hint: "run the command again" });
}
