import type { Fingerprint } from "../../domain/fingerprint.ts";
import type { PackageHash } from "../../domain/package_hash.ts";
import type { OutcomeFormat } from "./batch.ts";

/** A file with the hash that a verified checksum file lists for it. */
export interface ListedFile {
  readonly list: string;
  readonly hash: PackageHash;
  /** The key that signed the list. */
  readonly signer: Fingerprint;
}

/** Prints such files beside what a format prints. */
export function orListed<Value extends object>(
  { toJson, toFields, ...format }: OutcomeFormat<Value>,
): OutcomeFormat<Value | ListedFile> {
  return {
    done: format.done,
    ...(format.ifFailed !== undefined && { ifFailed: format.ifFailed }),
    toJson: async (value, path) => isListed(value) ? listedJson(value) : await toJson(value, path),
    toFields: (value, path) => isListed(value) ? listedFields(value, path) : toFields(value, path),
  };
}

function isListed(value: object): value is ListedFile {
  return "list" in value;
}

function listedJson({ list, hash, signer }: ListedFile) {
  return { verified: true, package_hash: hash, key_fingerprint: signer, listed_in: list };
}

function listedFields({ list, signer }: ListedFile, path: string) {
  return [["verified", path], ["signed by", signer], ["listed in", list]] as const;
}
