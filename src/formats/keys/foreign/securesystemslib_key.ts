import { HEX_32_BYTES } from "../../../domain/patterns.ts";
import type { Bytes } from "../../../crypto/bytes.ts";
import type { DetectedKey } from "../detected_key.ts";
import { invalidKey } from "../invalid_key.ts";
import type { JsonMembers } from "../jwk.ts";

/** Key types of securesystemslib that an error message may name. */
const OTHERS: readonly unknown[] = ["rsa", "ecdsa", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384"];

/**
 * Parses a key of securesystemslib, TUF and in-toto (TUF specification, section 4.4): `keytype`, `scheme`, and `keyval`
 * with `public` and, if it is private, `private`, each 32 bytes in hex. in-toto writes an empty `private` beside a
 * public key. Throws `invalid_key`.
 */
export function readSecuresystemslibKey(members: JsonMembers): DetectedKey {
  requireEd25519(members, "keytype");
  requireEd25519(members, "scheme");
  const { keyval } = members;
  if (typeof keyval !== "object" || keyval === null) throw invalidKey("its keyval is missing");
  const values = keyval as JsonMembers;
  const publicKey = readHex(values, "public");
  if ((values.private ?? "") === "") {
    return { half: "public", format: "securesystemslib", bytes: publicKey };
  }
  const halves = { seed: readHex(values, "private"), claimedPublicKey: publicKey };
  return { half: "private", format: "securesystemslib", halves };
}

function requireEd25519(members: JsonMembers, member: "keytype" | "scheme"): void {
  const value = members[member];
  if (value === "ed25519") return;
  if (value === undefined) throw invalidKey(`its ${member} is missing`);
  throw invalidKey(
    `its ${member} is ${OTHERS.includes(value) ? value : "something else"}, not ed25519`,
  );
}

function readHex(values: JsonMembers, member: "public" | "private"): Bytes {
  const value = values[member];
  if (typeof value === "string" && HEX_32_BYTES.test(value)) return Uint8Array.fromHex(value);
  throw invalidKey(`its ${member} key is not 32 bytes in hex`);
}
