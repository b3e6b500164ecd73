/** The content of a PEM block according to its label. */
export type PemContent = "pkcs8" | "encrypted_pkcs8" | "openssh" | "spki" | "certificate";

/** Supported labels (RFC 7468, sections 10, 11 and 13; OpenSSH, PROTOCOL.key). */
const CONTENTS: Readonly<Record<string, PemContent>> = {
  "PRIVATE KEY": "pkcs8",
  "ENCRYPTED PRIVATE KEY": "encrypted_pkcs8",
  "OPENSSH PRIVATE KEY": "openssh",
  "PUBLIC KEY": "spki",
  "CERTIFICATE": "certificate",
  "X509 CERTIFICATE": "certificate",
};

/** Labels of what a file may have beside a private key, and of which no key is read then. */
const WITHOUT_KEY = [
  "CERTIFICATE",
  "TRUSTED CERTIFICATE",
  "X509 CERTIFICATE",
  "CERTIFICATE REQUEST",
  "NEW CERTIFICATE REQUEST",
  "X509 CRL",
  "PKCS7",
  "CMS",
  "DH PARAMETERS",
];

/** The content of a PEM block with this label. Throws `invalid_key` for an unsupported label. */
export async function pemContent(label: string): Promise<PemContent> {
  if (Object.hasOwn(CONTENTS, label)) return CONTENTS[label]!;
  throw (await import("./foreign/refused_label.ts")).refusedLabel(label);
}

/** Whether a PEM block with this label is a private key, of whatever kind. */
export function mayBePrivate(label: string): boolean {
  return label.includes("PRIVATE KEY");
}

/** Whether a PEM block with this label has no key of its own beside a private one. */
export function hasNoKey(label: string): boolean {
  return WITHOUT_KEY.includes(label);
}
