import { fingerprintWords } from "../../domain/fingerprint_words.ts";
import type { PublicKey } from "../../domain/public_key.ts";
import type { CliContext } from "../context.ts";
import type { JsonFlag } from "../terminal/output.ts";
import { fingerprintWordLines } from "./fingerprint_word_lines.ts";
import { inlineForm, keyCode } from "./key_code.ts";

/** The flags for further forms of a public key. */
export interface KeyFormFlags {
  readonly words?: boolean;
  readonly qr?: boolean;
}

/** Public keys in the forms that were asked for. */
interface KeyForms {
  /** Fields of the JSON document of each key. */
  readonly documents: readonly { readonly words?: readonly string[]; readonly qr?: string }[];
  /** What stands below the lines of the result, by key and form. */
  readonly blocks: readonly string[];
}

/** Whether a form was asked for, so that the public key must be known. */
export function asksForForm({ words, qr }: KeyFormFlags): boolean {
  return Boolean(words || qr);
}

/** Makes the forms, before anything is printed. Throws `invalid_request` if the terminal is too narrow. */
export async function keyForms(
  { terminal }: Pick<CliContext, "terminal">,
  { words, qr, json }: KeyFormFlags & JsonFlag,
  publicKeys: readonly PublicKey[],
): Promise<KeyForms> {
  const blocks: string[] = [];
  for (const key of json ? [] : publicKeys) {
    if (words) blocks.push(wordBlock(key, terminal.columns));
    if (qr) blocks.push(await keyCode(key, terminal));
  }
  const documents = publicKeys.map((key) => ({
    ...words && { words: fingerprintWords(key.fingerprint) },
    ...qr && { qr: inlineForm(key) },
  }));
  return { documents, blocks };
}

/** Prints the forms below the result, each after an empty line. */
export async function printForms({ terminal }: CliContext, { blocks }: KeyForms): Promise<void> {
  for (const block of blocks) await terminal.write(`\n${block}`);
}

function wordBlock({ fingerprint }: PublicKey, columns: number | null): string {
  return fingerprintWordLines(fingerprint, columns).map((line) => `${line}\n`).join("");
}
