const UNKNOWN_AUTHORITY = "no trusted authority has signed the server's certificate";
const ANOTHER_HOST = "the server's certificate is for another host";
const EXPIRED = "the server's certificate has expired";

/** By the codes of Node's TLS. */
const BY_CODE: Readonly<Record<string, string>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: ANOTHER_HOST,
  CERT_HAS_EXPIRED: EXPIRED,
  CERT_NOT_YET_VALID: "the server's certificate is not valid yet",
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_AUTHORITY,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
};

/** By the messages of Deno 2.7, which fails at the first read or write. */
const BY_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^invalid peer certificate: UnknownIssuer/, UNKNOWN_AUTHORITY],
  [/^invalid peer certificate: certificate not valid for name/, ANOTHER_HOST],
  [/^invalid peer certificate: .*expired/i, EXPIRED],
  [/^invalid peer certificate/, "the server's certificate was not accepted"],
  [
    /received fatal alert: CertificateRequired/,
    "the server wants a certificate of yours (sslcert)",
  ],
  [
    /received fatal alert: (UnknownCA|AccessDenied|\w*Certificate\w*)/,
    "the server did not accept the certificate in sslcert",
  ],
  [/received fatal alert/, "the server ended the TLS connection"],
];

/** What is wrong with the server's certificate, in words; null where the error is not about that. */
export function certificateState(error: Error): string | null {
  const code = "code" in error ? String(error.code) : "";
  const byWords = BY_WORDS.find(([pattern]) => pattern.test(error.message))?.[1];
  return BY_CODE[code] ?? byWords ?? null;
}

/** What to try about a state of the server's certificate. */
export function certificateHint(state: string | null): string | undefined {
  return state === UNKNOWN_AUTHORITY
    ? "sslrootcert=FILE in the database URL names the certificate of a private authority; libpq's root.crt is not read"
    : undefined;
}
