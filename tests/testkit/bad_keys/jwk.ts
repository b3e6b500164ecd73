import { edit } from "../key_bytes.ts";
import { PRIVATE_JWK, PUBLIC_JWK } from "../sample_keys.ts";
import { badKeys } from "./bad_key.ts";

const X = '"x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"';
const D = '"d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"';

const NOT_ONE = "it is a set of JWKs, not of exactly one";
const BAD_X = "its x is not 32 bytes in canonical base64url";
const BAD_D = "its d is not 32 bytes in canonical base64url";

/** JSON Web Keys with a member that is wrong. */
export const BAD_JWKS = badKeys("private", "JWK", [
  ["no JSON", `${PRIVATE_JWK.slice(0, -1)},}`, "it is not JSON"],
  ["JSON cut short", PRIVATE_JWK.slice(0, -1), "it is not JSON"],
  ["two JWKs", PRIVATE_JWK + PRIVATE_JWK, "it is not JSON"],
  ["a member that stands twice", jwk(D, `${D},${D}`), "duplicate key d"],
  ["a member twice, once escaped", jwk(D, `${D},${D.replace("d", "\\u0064")}`), "duplicate key d"],
  ["nesting without end", jwk(D, `${D},"a":${"[".repeat(40)}${"]".repeat(40)}`), "it nests deeper"],
  ["a set of two", `{"keys":[${PRIVATE_JWK},${PRIVATE_JWK}]}`, NOT_ONE],
  ["a set of none", '{"keys":[]}', NOT_ONE],
  ["a set that is no list", `{"keys":${PRIVATE_JWK}}`, NOT_ONE],
  ["a set of a set", `{"keys":[{"keys":[${PRIVATE_JWK}]}]}`, "its kty is missing"],
  ["a set of a list", `{"keys":[[${PRIVATE_JWK}]]}`, NOT_ONE],
  ["an empty object", "{}", "it is JSON, but not a key"],
  ["an object without kty", jwk('"kty":"OKP",', ""), "its kty is missing"],
  ["a list of one", `[${PRIVATE_JWK}]`, "it is JSON, but not a key"],
  ["RSA", jwk("OKP", "RSA"), "its kty is RSA, not OKP"],
  ["EC", jwk("OKP", "EC"), "its kty is EC, not OKP"],
  ["kty in lower case", jwk("OKP", "okp"), "its kty is something else, not OKP"],
  ["kty that is a list", jwk('"OKP"', '["OKP"]'), "its kty is something else, not OKP"],
  ["no crv", jwk('"crv":"Ed25519",', ""), "its crv is missing"],
  ["X25519", jwk("Ed25519", "X25519"), "its crv is X25519, not Ed25519"],
  ["Ed448", jwk("Ed25519", "Ed448"), "its crv is Ed448, not Ed25519"],
  ["no x", jwk(`,${X}`, ""), "its x is missing"],
  ["a number for x", jwk(X, '"x":11'), BAD_X],
  ["x of 31 bytes", jwk("URo", "UQ"), BAD_X],
  ["x with padding", jwk("URo", "URo="), BAD_X],
  ["x with stray bits", jwk("URo", "URp"), BAD_X],
  ["x of another key", jwk("11qY", "12qY"), "its public half does not belong to its seed"],
  ["null for d", jwk(D, '"d":null'), BAD_D],
  ["an empty d", jwk(D, '"d":""'), BAD_D],
  ["d of 33 bytes", jwk("f2A", "f2AA"), BAD_D],
  ["d in standard base64", jwk("ne_9", "ne/9"), BAD_D],
  ["d with white space", jwk("ne_9", "ne_9 "), BAD_D],
]).concat(badKeys("public", "JWK", [
  ["another curve in public", edit(PUBLIC_JWK, "Ed25519", "X448"), "its crv is X448"],
  ["a public key of 31 bytes", edit(PUBLIC_JWK, "URo", "UQ"), BAD_X],
  ["a public key of small order", edit(PUBLIC_JWK, X, `"x":"AQ${"A".repeat(41)}"`), "small order"],
]));

function jwk(from: string, to: string): string {
  return edit(PRIVATE_JWK, from, to);
}
