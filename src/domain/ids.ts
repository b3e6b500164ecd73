import { UUID } from "./patterns.ts";
import { CloacinaError } from "../errors.ts";

declare const brand: unique symbol;

/** An organisation: a UUID in lower case, and nothing more. */
export type OrgId = string & { readonly [brand]: "organisation" };

/** A signing key's row: a UUID in lower case. */
export type KeyId = string & { readonly [brand]: "signing key" };

/** Admits the text of a UUID (RFC 9562, section 4) as an organisation. Throws `invalid_request`. */
export function toOrgId(text: string): OrgId {
  if (isUuid(text)) return text.toLowerCase() as OrgId;
  throw new CloacinaError("invalid_request", "Cannot read the organisation: it is not a UUID", {
    hint: "an organisation is a UUID, such as 7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
  });
}

/** Whether the text is a UUID, of any version and in either case. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
