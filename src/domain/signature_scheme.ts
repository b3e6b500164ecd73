/**
 * The engine's two kinds of signature: of a package file, with its own file in JSON, and of a provider directory, whose
 * `package.sig` has the 64 bytes and nothing else (docs/format.md).
 */
export const SIGNATURE_SCHEMES = ["package", "provider"] as const;

/** One of the two. */
export type SignatureScheme = typeof SIGNATURE_SCHEMES[number];
