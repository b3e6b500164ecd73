import type { PublicKey } from "../../domain/public_key.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import type { StatementDemands } from "../../domain/statement.ts";

/** A signature that was verified under this key, and what its statement is to be. */
export interface Stated {
  readonly signature: PackageSignature;
  readonly publicKey: Pick<PublicKey, "bytes">;
  readonly demands: StatementDemands;
  readonly now: Date;
}
