import { parseStrictJson } from "../json/strict_json.ts";
import type { DetectedKey } from "./detected_key.ts";
import { isJsonObject, type JsonMembers, readJwk } from "./jwk.ts";

/** Parses a key in JSON: a JWK, a set of one, or a key of securesystemslib. Throws SyntaxError, `invalid_key`. */
export async function readJsonKey(text: string): Promise<DetectedKey> {
  const value = parseStrictJson(text);
  if (isJsonObject(value) && isJwk(value)) return toDetectedKey(value);
  if (isJsonObject(value) && Object.hasOwn(value, "keytype")) {
    const { readSecuresystemslibKey } = await import("./foreign/securesystemslib_key.ts");
    return readSecuresystemslibKey(value);
  }
  throw (await import("./foreign/refused_json.ts")).refusedJson(value);
}

/** Members by which a JWK, or a set of them, is told, even if one of them is missing. */
const JWK_MEMBERS = ["kty", "crv", "x", "keys"];

function isJwk(members: JsonMembers): boolean {
  return JWK_MEMBERS.some((member) => Object.hasOwn(members, member));
}

function toDetectedKey(members: JsonMembers): DetectedKey {
  const { publicKey, seed } = readJwk(members);
  if (seed === undefined) return { half: "public", format: "jwk", bytes: publicKey };
  return { half: "private", format: "jwk", halves: { seed, claimedPublicKey: publicKey } };
}
