import type { Intact } from "../../domain/damaged.ts";
import type { SigningKeyRecord } from "../../domain/records.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";

/** The `key_integrity` for a signing key's row. */
export function keyIntegrity(
  { id, name }: Intact<Pick<SigningKeyRecord, "id" | "name">>,
  fault: string,
): CloacinaError {
  return new CloacinaError(
    "key_integrity",
    `Cannot read the key ${
      [name && quoted(name), id && `(${id})`].filter(Boolean).join(" ")
    }: ${fault}`,
    {
      hint:
        "somebody changed this row, or it is damaged; `cloacina keys revoke ID` takes it out of use",
    },
  );
}
