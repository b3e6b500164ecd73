import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import type { BareKey } from "../../formats/keys/bare_key.ts";
import type { BareFormat } from "../../formats/keys/key_formats.ts";
import type { Terminal } from "../terminal/terminal.ts";

const CONTENTS: Readonly<Record<BareFormat, string>> = {
  raw: "32 raw bytes",
  hex: "32 bytes in hex",
  base64: "32 bytes in base64",
};

/** Notes that bare bytes are assumed to be a public key, and which key they would be if they were private. */
export async function noteTakenAsPublic(
  terminal: Terminal,
  name: string,
  { format, asPublic, asSeed }: BareKey,
): Promise<void> {
  await terminal.tell(
    `note: ${whatIn(name, format)}: taken for a public key, with the fingerprint ${asPublic}; ` +
      `as the seed of a private key they would make the public key ${asSeed}`,
  );
}

/** Notes that bare bytes are assumed to be a private key. */
export async function noteTakenAsPrivate(
  terminal: Terminal,
  name: string,
  { format, asPublic, asSeed }: BareKey,
): Promise<void> {
  await terminal.tell(
    `note: ${
      whatIn(name, format)
    }: taken for the seed of a private key, whose public key has the fingerprint ` +
      `${asSeed}; as a public key they would have ${asPublic}`,
  );
}

/**
 * The `invalid_request` for bare bytes not declared private. Its hint names no flag: following a hint must never turn a
 * public key into a private one.
 */
export function undecidedHalf(
  action: string,
  name: string,
  { format, asPublic, asSeed }: BareKey,
): CloacinaError {
  const state = `it holds ${CONTENTS[format]}, which do not say which half of a key pair they are`;
  return new CloacinaError("invalid_request", `Cannot ${action} ${quoted(name)}: ${state}`, {
    hint:
      `as a public key they have the fingerprint ${asPublic}, as the seed of a private key they make the public ` +
      `key ${asSeed}`,
  });
}

function whatIn(name: string, format: BareFormat): string {
  return `${quoted(name)} holds ${
    CONTENTS[format]
  }, which do not say which half of a key pair they are`;
}
