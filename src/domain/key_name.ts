import { quoted } from "./quoted.ts";
import { CloacinaError } from "../errors.ts";
import { looksLikeReference } from "./key_reference.ts";
import { NOT_SHOWN, shownReference } from "./shown_text.ts";
import { mayBeSecret } from "./secret_text.ts";

/** The size of `signing_keys.key_name`: VARCHAR(255). */
const MAX_BYTES = 255;

/** Characters that a name must not contain, and the message and hint for each; the first match is reported. */
const FAULTS: readonly (readonly [holds: RegExp, state: string, hint?: string])[] = [
  [/^\s*$/u, "it is empty"],
  // Controls (C0, DEL, C1), and lone surrogates, which cannot be encoded.
  [/[\p{Cc}\p{Cs}]/u, "it has control characters"],
  // Zero-width and bidirectional characters, variation selectors, fillers, private and unassigned ones, and three
  // blanks that Unicode classifies as symbols or marks.
  [
    /[\p{Cf}\p{Co}\p{Cn}\p{Default_Ignorable_Code_Point}\u2800\u{16fe4}\u{1d159}]/u,
    "it has characters that cannot be seen",
  ],
  [
    /(?! )[\p{Zs}\p{Zl}\p{Zp}]/u,
    "it has spaces other than the ordinary one",
    "type each space with the space bar",
  ],
  [
    /^ | $| {2}/,
    "it has spaces at an end, or several in a row",
    "put one space between words, and none before or after the name",
  ],
  // All dashes, and three that Unicode does not classify as dashes.
  [
    /(?!-)[\p{Dash}\u02d7\u2043\u2796]/u,
    "it has dashes other than the hyphen of ASCII",
    "type the hyphen of the keyboard, as in --name release-key",
  ],
];

/**
 * Validates the name of a key or token and returns it in NFC: 1 to 255 bytes of UTF-8, visually distinct from other
 * names, and not an ID or fingerprint. Look-alikes of space and hyphen are refused, not replaced, so that a name is
 * always what the user typed. Throws `invalid_request`.
 */
export function toKeyName(text: string): string {
  const name = text.normalize("NFC");
  const [, fault, hint] = FAULTS.find(([holds]) => holds.test(name)) ?? [];
  if (fault !== undefined) throw invalid(name, fault, hint);
  const { length } = new TextEncoder().encode(name);
  if (length > MAX_BYTES) {
    throw invalid(name, `it has ${length} bytes, and ${MAX_BYTES} is the most`);
  }
  if (looksLikeReference(name)) {
    throw invalid(name, "it could be taken for an ID or a fingerprint", LIKE_A_WORD);
  }
  if (mayBeSecret(name)) throw invalid(name, "it may be a secret itself");
  return name;
}

const VISIBLE = "a name has 1 to 255 bytes of visible text, such as --name release-key";

const LIKE_A_WORD = "put a word before it, such as --name release-2026-01-28";

function invalid(name: string, state: string, hint = VISIBLE): CloacinaError {
  const shown = mayBeSecret(name) ? NOT_SHOWN : shownReference(name);
  return new CloacinaError("invalid_request", `Cannot accept the name ${quoted(shown)}: ${state}`, {
    hint,
  });
}
