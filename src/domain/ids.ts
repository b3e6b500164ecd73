import { UUID } from "./patterns.ts";
import { quoted } from "./quoted.ts";
import { shownValue } from "./shown_text.ts";
import { CloacinaError } from "../errors.ts";

declare const brand: unique symbol;

/** The ID of an organisation: a UUID in lower case. */
export type OrgId = string & { readonly [brand]: "organisation" };

/** The ID of a signing key: a UUID in lower case. */
export type KeyId = string & { readonly [brand]: "signing key" };

/** Validates the text of a UUID (RFC 9562, section 4) as an organisation ID. Throws `invalid_request`. */
export function toOrgId(text: string): OrgId {
  if (isUuid(text)) return text.toLowerCase() as OrgId;
  const shown = quoted(shownValue(text));
  throw new CloacinaError(
    "invalid_request",
    `Cannot read the organisation ${shown}: it is not a UUID`,
    {
      hint: "an organisation is a UUID, such as 7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11",
    },
  );
}

/** Whether the text is a UUID, of any version and in either case. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
