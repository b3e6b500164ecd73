import { MAX_SIGNATURES } from "../../domain/signature.ts";
import { CloacinaError } from "../../errors.ts";

/** Throws `invalid_request` if the signatures to store do not fit into one request. */
export function requireStorable(count: number): void {
  if (count <= MAX_SIGNATURES) return;
  throw new CloacinaError(
    "invalid_request",
    `Cannot store ${count} signatures together: a server takes ${MAX_SIGNATURES} at a time`,
    { hint: "do it in several calls" },
  );
}
