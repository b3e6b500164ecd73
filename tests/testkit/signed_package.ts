/** A small package, its signer and the signature file that this signer makes of it; nothing in it is random. */
export interface SignedPackage {
  readonly packageBytes: Uint8Array<ArrayBuffer>;
  /** 32 bytes. Nobody's secret: tests only. */
  readonly seed: Uint8Array<ArrayBuffer>;
  /** 32 bytes. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  /** The same key as SPKI PEM. */
  readonly publicKeyPem: string;
  readonly packageHash: string;
  readonly fingerprint: string;
  /** 64 bytes. */
  readonly signature: Uint8Array<ArrayBuffer>;
  readonly signedAt: string;
  /** The detached signature, as it is written. */
  readonly signatureFile: string;
}

/** The good package that every fault of the tests is made from, each by one edit. */
export const SIGNED_PACKAGE: SignedPackage = {
  packageBytes: new TextEncoder().encode("a package of the tests\n"),
  seed: Uint8Array.from({ length: 32 }, (_, index) => index + 1),
  publicKey: Uint8Array.fromHex("79b5562e8fe654f94078b112e8a98ba7901f853ae695bed7e0e3910bad049664"),
  publicKeyPem: `-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAebVWLo/mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ=
-----END PUBLIC KEY-----
`,
  packageHash: "372444c4c312e684ac14ee5bde43b79eb918e5fdb1d15a6086d65bcc0f997ee9",
  fingerprint: "65b60673d6ed884bf01c2c222d82ada0740f29ac3355d6a925c81f17f47a27b8",
  signature: Uint8Array.fromBase64(
    "WP7TUPyQAUmzoS1i8s434KxI+xRHvLYDhDJDhl7FLNF61NhpYjCpUihE9B36guAWalgo8sMFfnPsevuJRBBsAQ==",
  ),
  signedAt: "2026-01-28T12:00:00Z",
  signatureFile: `{
  "version": 1,
  "algorithm": "ed25519",
  "package_hash": "372444c4c312e684ac14ee5bde43b79eb918e5fdb1d15a6086d65bcc0f997ee9",
  "key_fingerprint": "65b60673d6ed884bf01c2c222d82ada0740f29ac3355d6a925c81f17f47a27b8",
  "signature": "WP7TUPyQAUmzoS1i8s434KxI+xRHvLYDhDJDhl7FLNF61NhpYjCpUihE9B36guAWalgo8sMFfnPsevuJRBBsAQ==",
  "signed_at": "2026-01-28T12:00:00Z"
}
`,
};
