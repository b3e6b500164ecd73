import { MAX_SIGNATURES } from "../../domain/signature.ts";
import { CloacinaError } from "../../errors.ts";

/** Throws `invalid_request` if the signatures to store do not fit into one request, of which `most` do. */
export function requireStorable(count: number, most: number): void {
  if (count <= most) return;
  const because = most < MAX_SIGNATURES ? " with statements this long" : "";
  throw new CloacinaError(
    "invalid_request",
    `Cannot store ${count} signatures together: a server takes ${most} at a time${because}`,
    { hint: "do it in several calls" },
  );
}
