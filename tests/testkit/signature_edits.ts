import { SIGNED_PACKAGE } from "./signed_package.ts";

/** The fields of a detached signature, in their order. */
export const FIELDS = [
  "version",
  "algorithm",
  "package_hash",
  "key_fingerprint",
  "signature",
  "signed_at",
] as const;

/** One of `FIELDS`. */
export type SignatureField = typeof FIELDS[number];

/** The good file with one piece of it replaced. */
export function edited(piece: string, replacement: string): string {
  if (SIGNED_PACKAGE.signatureFile.split(piece).length !== 2) {
    throw new Error(`not there once: ${piece}`);
  }
  return SIGNED_PACKAGE.signatureFile.replace(piece, () => replacement);
}

/** The JSON of a field's good value. */
export function valueOf(field: SignatureField): string {
  return new RegExp(`"${field}": ("?[^"\n,]*"?)`).exec(SIGNED_PACKAGE.signatureFile)![1]!;
}

/** The good file with another value, as JSON, in one field. */
export function replaced(field: SignatureField, json: string): string {
  return edited(`"${field}": ${valueOf(field)}`, `"${field}": ${json}`);
}

/** The good file with one field under another name. */
export function renamed(field: SignatureField, name: string): string {
  return edited(`"${field}":`, `"${name}":`);
}

/** The good file with one field once more, under a spelling of its name. */
export function repeated(field: SignatureField, spelling: string): string {
  return withField(`"${spelling}": ${valueOf(field)}`);
}

/** The good file with a field, as JSON, before the others. */
export function withField(json: string): string {
  return edited("{\n", `{\n  ${json},\n`);
}

/** The good file with these bytes in an unknown field, where no parser need look. */
export function withByte(...bytes: readonly number[]): Uint8Array {
  const file = new TextEncoder().encode(withField('"x": "?"'));
  const at = file.indexOf("?".charCodeAt(0));
  return new Uint8Array([...file.slice(0, at), ...bytes, ...file.slice(at + 1)]);
}

/** Text as UTF-16 of this processor's byte order: little endian wherever Deno runs. */
export function utf16(text: string): Uint8Array {
  return new Uint8Array(Uint16Array.from(text, (character) => character.charCodeAt(0)).buffer);
}
