import { CloacinaError } from "../errors.ts";

const [KIB, MIB] = [1024, 1024 * 1024];

/**
 * Throws `invalid_request` for more bytes than `limit`: the beginning of a file may say something else than the whole.
 * `what` is what was to be done, as in `read the list "a.txt"`.
 */
export function requireWithin({ length }: Uint8Array, limit: number, what: string): void {
  if (length <= limit) return;
  const size = limit < MIB ? `${limit / KIB} KiB` : `${limit / MIB} MiB`;
  throw new CloacinaError("invalid_request", `Cannot ${what}: it is over ${size}`);
}
