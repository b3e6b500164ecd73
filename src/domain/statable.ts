import { secretIn } from "./secret_text.ts";
import type { Claims, StatementTerms } from "./statement.ts";

// What is not signed. Where others have signed it, it is read as it stands.

/** Claims by which a signer may mean an expiry. */
export const NO_EXPIRIES: readonly string[] = ["expires", "expires_at"];

/** Why this is not signed; undefined if it is. */
export function refusalOfTerms({ claims, predicate }: StatementTerms): string | undefined {
  const { type = "", json = "" } = predicate ?? {};
  return refusalOfClaims(claims) ?? refusalOfSecret([...Object.values(claims), type, json]);
}

/** Why claims of these names are not signed; undefined if they are. */
export function refusalOfClaims(claims: Claims): string | undefined {
  const isExpiry = NO_EXPIRIES.some((name) => Object.hasOwn(claims, name));
  return isExpiry ? "a claim does not let the signature expire" : undefined;
}

/** A signature is handed to everybody. What reads like a password may be a port and a ref. */
export function refusalOfSecret(texts: readonly string[]): string | undefined {
  const kind = texts.map((text) => secretIn(text, ["an API token", "a private key"]))
    .find((found) => found !== null);
  return kind && `it holds ${kind}`;
}
