declare const brand: unique symbol;

/** Lower-case hex SHA-256 of a package file's bytes: 64 characters. */
export type PackageHash = string & { readonly [brand]: "package hash" };

/** A hashed package. `name` is how messages refer to it: a quoted path, "standard input", or `package HASH`. */
export interface HashedPackage {
  readonly name: string;
  readonly hash: PackageHash;
}

/** A package of which only the hash is known. */
export function packageByHash(hash: PackageHash): HashedPackage {
  return { name: `package ${hash}`, hash };
}

/** A message about a package by its hash, with the name that the user knows the package by. */
export function withPackageName(message: string, { name, hash }: HashedPackage): string {
  return message.replace(packageByHash(hash).name, () => name);
}

/** Converts a 32-byte SHA-256 digest to a package hash. */
export function toPackageHash(digest: Uint8Array): PackageHash {
  return digest.toHex() as PackageHash;
}

/** The 32 raw bytes of a package hash: the message that is signed. */
export function packageHashBytes(hash: PackageHash): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromHex(hash);
}
