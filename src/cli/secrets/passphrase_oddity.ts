import { CloacinaError, hasCode } from "../../errors.ts";

/** A passphrase, and its source as hints name it, such as CLOACINA_PASSPHRASE. */
export interface SourcedPassphrase {
  readonly text: string;
  readonly source: string;
}

/** What people do not see in a text, and what is odd about it. */
type Oddity = readonly [isSo: (text: string) => boolean, state: string];

const UNSEEN: readonly Oddity[] = [
  [
    (text) => text.startsWith("\ufeff"),
    "begins with a byte order mark (BOM), which is part of the passphrase",
  ],
  [
    (text) => /[\r\n]$/.test(text),
    "ends with a line break, which is part of the passphrase; `printf %s` writes none",
  ],
  [
    (text) => /[\r\n]/.test(text),
    "has several lines, which are all part of the passphrase; openssl reads only the first",
  ],
  [
    (text) => text !== text.trim(),
    "begins or ends with white space, which is part of the passphrase",
  ],
];

/** Other programs, and macOS, may write the same letters in the other form. */
const WRONG: readonly Oddity[] = [
  [(text) => text === "", "is empty: is the secret available to this job?"],
  ...UNSEEN,
  [
    (text) => text !== text.normalize("NFC"),
    "has letters with accents in Unicode's decomposed form (NFD); the passphrase may have been set in the " +
    "composed form (NFC)",
  ],
  [
    (text) => text !== text.normalize("NFD"),
    "has letters with accents in Unicode's composed form (NFC); the passphrase may have been set in the " +
    "decomposed form (NFD)",
  ],
];

/** What a new passphrase holds that its owner may not know of, or undefined. Repeats nothing of it. */
export function unseenIn(passphrase: SourcedPassphrase): string | undefined {
  return firstOf(UNSEEN, passphrase);
}

/** A failure to unlock with a passphrase: `wrong_passphrase` gets a hint where the passphrase is odd. */
export function hintingAtOddity(error: unknown, passphrase: SourcedPassphrase): unknown {
  if (!hasCode(error, "wrong_passphrase")) return error;
  const { message, cause } = error;
  const hint = firstOf(WRONG, passphrase);
  return new CloacinaError("wrong_passphrase", message, { hint, cause });
}

function firstOf(
  oddities: readonly Oddity[],
  { text, source }: SourcedPassphrase,
): string | undefined {
  const oddity = oddities.find(([isSo]) => isSo(text));
  return oddity === undefined ? undefined : `${source} ${oddity[1]}`;
}
