declare const brand: unique symbol;

/** Lower-case hex SHA-256 of a package file's bytes: 64 characters. */
export type PackageHash = string & { readonly [brand]: "package hash" };

/** A package that was hashed. `name` is what messages call it: a quoted path, "standard input", or `package HASH`. */
export interface HashedPackage {
  readonly name: string;
  readonly hash: PackageHash;
}

/** Names the 32 bytes of a SHA-256 digest as the hash of a package. */
export function toPackageHash(digest: Uint8Array): PackageHash {
  return digest.toHex() as PackageHash;
}

/** The 32 raw bytes of a package hash: the message that a signature is made over. */
export function packageHashBytes(hash: PackageHash): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromHex(hash);
}
