import type { KeyReference } from "../../../domain/key_reference.ts";
import { quoted } from "../../../domain/quoted.ts";
import { shownReference } from "../../../domain/shown_text.ts";
import type { SigningKeyInfo } from "../../../domain/signing_key.ts";
import { CloacinaError, hasCode } from "../../../errors.ts";
import type { Operations } from "../../../operations/operations.ts";

/**
 * The signing key that is to be trusted; null if a file of that name is. Throws `invalid_request` where both exist: a
 * file that came with other people's work must not be trusted in place of a key.
 */
export async function storedKeyToTrust(
  keys: Operations["keys"],
  reference: KeyReference,
  isFileToo: boolean,
): Promise<SigningKeyInfo | null> {
  const shown = quoted(shownReference(reference.text));
  const key = await keys.show(reference).catch((error) => {
    if (!hasCode(error, "key_not_found")) throw error;
    if (isFileToo) return null;
    throw neither(shown, error);
  });
  if (key !== null && isFileToo) throw ambiguous(shown);
  return key;
}

function neither(shown: string, { hint, cause }: CloacinaError): CloacinaError {
  const state = "there is no such file, and the organisation has no such signing key";
  return new CloacinaError("key_not_found", `Cannot trust the key ${shown}: ${state}`, {
    hint,
    cause,
  });
}

function ambiguous(shown: string): CloacinaError {
  return new CloacinaError(
    "invalid_request",
    `Cannot trust the key ${shown}: it is a file and a signing key in the store`,
    { hint: "for the file write ./ before it; for the key give its ID" },
  );
}
