import type { SignerName } from "../../operations/signer.ts";
import type { Fields } from "../terminal/output.ts";

/** Names a key that stays where it is, as the audit log does; empty for a key in a file or in the store. */
export function signerJson({ kind, name }: SignerName) {
  return name === undefined ? {} : { signer: kind, key_name: name };
}

/** The same key as `--key` takes it, with its version. */
export function signerFields({ kind, name }: SignerName): Fields {
  return name === undefined ? [] : [["key", `${kind}:${name}`]];
}
