import { MAX_KEY_FILE_BYTES } from "../../formats/keys/detect_keys.ts";
import type { CliContext } from "../context.ts";
import { refuseEmptyVariable } from "./empty_variable.ts";
import { refuseFingerprint } from "./fingerprint_given.ts";
import { inlinePublicKey } from "./inline_public_key.ts";
import { type Reading, readReference, type ReferencedBytes } from "./read_reference.ts";

/**
 * Reads a key file from a path, a FIFO, `file:PATH`, `env:VAR` or `-`, or a public key that stands there itself. Throws
 * `invalid_request` as `readReference` does, and `invalid_key` for an empty variable.
 */
export async function readKeyReference(
  context: CliContext,
  reference: string,
  action: string,
): Promise<ReferencedBytes> {
  return await readKey(context, reference, {
    limit: MAX_KEY_FILE_BYTES,
    action,
    parserRefuses: true,
  });
}

/** The same for a public key to trust. Throws `insufficient_permissions` for a file that others may write or replace. */
export async function readKeyToTrust(
  context: CliContext,
  reference: string,
  action: string,
): Promise<ReferencedBytes> {
  refuseFingerprint(reference, action);
  const reading = {
    limit: MAX_KEY_FILE_BYTES,
    action,
    trustedOnly: true,
    parserRefuses: true,
  } as const;
  return await readKey(context, reference, reading);
}

async function readKey(
  context: CliContext,
  reference: string,
  reading: Reading,
): Promise<ReferencedBytes> {
  const inline = inlinePublicKey(reference);
  if (inline !== null) return inline;
  const found = await readReference(context, reference, reading);
  refuseEmptyVariable(reference, found);
  return found;
}
