import { utf8 } from "../key_bytes.ts";

/** A key file with one fault: where it was given, what unlocks it, and what it must be refused with. */
export interface BadKey {
  readonly name: string;
  readonly wanted: "private" | "public";
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Given where the file asks for a passphrase. */
  readonly passphrase: string;
  readonly code: "invalid_key" | "wrong_passphrase";
  /** A part of the message. */
  readonly message: string;
}

/** What stands in the tables: a name, the file as text or bytes, a part of the message, and what is not usual. */
export type Row = readonly [
  name: string,
  file: string | Uint8Array<ArrayBuffer>,
  message: string,
  unusual?: Partial<Pick<BadKey, "passphrase" | "code">>,
];

/** The rows of one table as bad keys, all wanted as the same half; the kind goes before the name. */
export function badKeys(
  wanted: BadKey["wanted"],
  kind: string,
  rows: readonly Row[],
): readonly BadKey[] {
  return rows.map(([name, file, message, unusual]) => ({
    name: `${kind}: ${name}`,
    wanted,
    bytes: typeof file === "string" ? utf8(file) : file,
    passphrase: "",
    code: "invalid_key",
    message,
    ...unusual,
  }));
}
