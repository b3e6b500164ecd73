import { type ForceFlag, writeModeOf } from "../command_line/flags.ts";
import type { CliContext } from "../context.ts";
import { STANDARD_STREAM } from "../terminal/standard_streams.ts";

/** The flags of a command that writes the public half of a key, or the private one. */
export interface KeyOutputFlags extends ForceFlag {
  readonly private?: boolean;
  readonly output?: string;
}

/** Why a private key cannot be written: it goes to standard output only if that is requested. */
export function outputFault({ private: isPrivate, output }: KeyOutputFlags): string | undefined {
  return isPrivate && output === undefined
    ? "a private key needs --output FILE, or - for standard output"
    : undefined;
}

/** Throws what writing a key to this target would, unless that is standard output. */
export async function requireKeyWritable(
  { files }: CliContext,
  flags: KeyOutputFlags,
  target: string,
): Promise<void> {
  if (target === STANDARD_STREAM) return;
  await files.requireWritable([keyFile(flags, target)], writeModeOf(flags));
}

/** Writes a key, and overwrites its bytes. False if it went to standard output, which then has nothing else. */
export async function writeKey(
  { terminal, files }: CliContext,
  flags: KeyOutputFlags,
  { target, bytes }: { readonly target: string; readonly bytes: Uint8Array<ArrayBuffer> },
): Promise<boolean> {
  try {
    if (target === STANDARD_STREAM) {
      await terminal[flags.private ? "writeSecret" : "write"](bytes);
      return false;
    }
    await files.write([{ ...keyFile(flags, target), bytes }], writeModeOf(flags));
    return true;
  } finally {
    bytes.fill(0);
  }
}

/** Only its owner may read the file of a private key. */
function keyFile({ private: isPrivate }: KeyOutputFlags, path: string) {
  return { path, mode: isPrivate ? 0o600 : 0o644 };
}
