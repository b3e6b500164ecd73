import {
  type ConnectionTarget,
  toDatabaseTarget,
} from "../../../src/store/postgres/connection_target.ts";

/** The first server that a database URL names. */
export function firstServer(url: string): ConnectionTarget {
  return toDatabaseTarget(url).servers[0]!;
}
