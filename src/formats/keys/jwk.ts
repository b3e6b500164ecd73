import { KEY_LENGTH } from "../../crypto/ed25519.ts";
import { decodeBase64Url, encodeBase64Url } from "../base64.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { invalidKey } from "./invalid_key.ts";

/** An Ed25519 JSON Web Key: its public key and, if it is private, its seed. 32 bytes each. */
interface Jwk {
  readonly publicKey: Bytes;
  readonly seed?: Bytes;
}

/** A member's one accepted value, and others that an error message may name. */
interface Names {
  readonly wanted: string;
  readonly others: readonly unknown[];
}

/** Key types and curves (RFC 7518, section 6.1; RFC 8037, section 2). */
const TYPES: Names = { wanted: "OKP", others: ["RSA", "EC", "oct"] };
const CURVES: Names = { wanted: "Ed25519", others: ["Ed448", "X25519", "X448"] };

/** The members of a JSON object. */
export type JsonMembers = Readonly<Record<string, unknown>>;

/** Whether a JSON value is an object. */
export function isJsonObject(value: unknown): value is JsonMembers {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Parses a JWK (RFC 8037, section 2), or a set of one (RFC 7517, section 5). Other members are ignored (RFC 7517,
 * section 4). Throws `invalid_key` for a larger set, another algorithm or an invalid member.
 */
export function readJwk(value: JsonMembers): Jwk {
  if (Object.hasOwn(value, "keys") && Object.hasOwn(value, "kty")) {
    throw invalidKey("it is a JWK and a set of JWKs at once");
  }
  const members = Object.hasOwn(value, "keys") ? soleMember(value.keys) : value;
  requireName(members, "kty", TYPES);
  requireName(members, "crv", CURVES);
  const publicKey = readBytes(members, "x");
  return Object.hasOwn(members, "d") ? { publicKey, seed: readBytes(members, "d") } : { publicKey };
}

/** Encodes a JWK: indented by two, with a final newline. With a seed, it is a private key. */
export function writeJwk({ publicKey, seed }: Jwk): string {
  const x = encodeBase64Url(publicKey);
  const secret = seed === undefined ? {} : { d: encodeBase64Url(seed) };
  return `${JSON.stringify({ kty: "OKP", crv: "Ed25519", x, ...secret }, null, 2)}\n`;
}

function soleMember(keys: unknown): JsonMembers {
  const [key, ...others] = Array.isArray(keys) ? keys : [];
  if (isJsonObject(key) && others.length === 0) return key;
  throw invalidKey("it is a set of JWKs, not of exactly one");
}

function requireName(members: JsonMembers, member: string, { wanted, others }: Names): void {
  const value = members[member];
  if (value === wanted) return;
  if (value === undefined) throw invalidKey(`its ${member} is missing`);
  throw invalidKey(
    `its ${member} is ${others.includes(value) ? value : "something else"}, not ${wanted}`,
  );
}

function readBytes(members: JsonMembers, member: string): Bytes {
  const value = members[member];
  if (value === undefined) throw invalidKey(`its ${member} is missing`);
  const bytes = typeof value === "string" ? decodeBase64Url(value) : undefined;
  if (bytes?.length === KEY_LENGTH) return bytes;
  throw invalidKey(`its ${member} is not ${KEY_LENGTH} bytes in canonical base64url`);
}
