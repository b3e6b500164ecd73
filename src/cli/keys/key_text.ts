import { CloacinaError } from "../../errors.ts";

/** How the text of a public key or of a certificate begins. */
const KEY_TEXT = /^\s*(-----BEGIN [A-Z ]+-----|ssh-\w+ AAAA)/;

/** Throws `invalid_request` for the text of a public key in place of its path: it is no secret, and no path either. */
export function refuseKeyText(path: string, action: string): void {
  if (!KEY_TEXT.test(path)) return;
  throw new CloacinaError(
    "invalid_request",
    `Cannot ${action}: the text of a key was given, not the path of its file`,
    { hint: "put it into a file, or pipe it to cloacina and give -" },
  );
}
