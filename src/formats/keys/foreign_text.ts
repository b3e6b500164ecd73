import type { CloacinaError } from "../../errors.ts";
import { invalidKey } from "./invalid_key.ts";

/** Text formats of other tools: how they begin, their names, and hints. */
const KINDS: readonly (readonly [begins: RegExp, kind: string, hint?: string])[] = [
  [
    /^---- BEGIN SSH2 /,
    "a key in the form of SSH2 (RFC 4716)",
    "`ssh-keygen -i -f FILE` prints it in a form that cloacina reads",
  ],
  [
    /^PuTTY-User-Key-File-/,
    "a PuTTY key",
    "`puttygen FILE -O private-openssh -o NEW` writes it in a form that cloacina reads",
  ],
  [/^untrusted comment:/, "a minisign or signify file, which cloacina does not read"],
  [/^AGE-SECRET-KEY-|^age1/, "an age key, which does not sign"],
  [
    /^(\d+ )?(fingerprint|sha256)[:\s]/i,
    "a fingerprint, which does not have the public key in it",
    "`cloacina keys export fingerprint:FINGERPRINT` prints the key, from a store that has it",
  ],
];

/** The `invalid_key` for text in an unsupported format, which it names if it is known. */
export function foreignText(text: string): CloacinaError {
  const row = KINDS.find(([begins]) => begins.test(text));
  if (row === undefined) return invalidKey(unknown(text));
  const [, kind, hint] = row;
  return invalidKey(`it is ${kind}`, { hint });
}

function unknown(text: string): string {
  if (/^[0-9a-f]+$/i.test(text)) return `it is ${text.length} hex characters, not 64`;
  return "its format is unknown";
}
