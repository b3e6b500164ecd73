import type { Bytes } from "../../crypto/bytes.ts";
import { isDamaged, type Stored } from "../../domain/damaged.ts";
import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { SignatureRecord } from "../../domain/records.ts";
import type { StatedSignature } from "../../domain/stored_signature.ts";
import { standingOf } from "../../domain/trust.ts";
import type { StoreReader } from "../../store/store.ts";
import { isGoodUnder } from "../signatures/is_good_under.ts";
import { lookUpStatements, withStatement } from "../signatures/stored_statements.ts";
import type { TrustLookup } from "./load_trust.ts";
import { firstConsistent } from "./trusted_key_info.ts";

/** Whether stored signatures pass for an organisation. */
interface Verifier {
  /** Of one signature, with what is stated where that is to count. */
  readonly passes: (signature: StatedSignature) => Promise<boolean>;
  /**
   * Whether one of the signatures of a package, by another key, passes, with what is stored of its statement. A damaged
   * one does not.
   */
  readonly hasAnother: (
    rows: readonly Stored<SignatureRecord>[],
    than: SignatureRecord,
  ) => Promise<boolean>;
}

/** Looks up each key once, for a consistent snapshot. Statements are judged by the time `now`. */
export function verifierFor(reader: StoreReader, lookup: TrustLookup, now: Date): Verifier {
  const keys = new Map<Fingerprint, Promise<Bytes | null>>();
  const keyOf = (fingerprint: Fingerprint) => {
    const key = keys.get(fingerprint) ?? trustedBytes(lookup, fingerprint);
    keys.set(fingerprint, key);
    return key;
  };
  const passes = async (signature: StatedSignature) => {
    const key = await keyOf(signature.keyFingerprint);
    return key !== null && await isGoodUnder(key, signature, now);
  };
  const hasAnother: Verifier["hasAnother"] = async (rows, { keyFingerprint }) => {
    for (const row of rows) {
      if (isDamaged(row) || row.keyFingerprint === keyFingerprint) continue;
      // What an unknown signer states is not read: anybody may store thousands.
      if (await keyOf(row.keyFingerprint) === null) continue;
      const stated = withStatement(row, await lookUpStatements(reader, [row]));
      if (!isDamaged(stated) && await passes(stated)) return true;
    }
    return false;
  };
  return { passes, hasAnother };
}

async function trustedBytes(lookup: TrustLookup, fingerprint: Fingerprint): Promise<Bytes | null> {
  const standing = standingOf(await lookup(fingerprint));
  if (standing.kind !== "trusted") return null;
  const key = firstConsistent(standing.rows);
  return key.isTrusted ? key.publicKey.bytes : null;
}
