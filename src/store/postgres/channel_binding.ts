import { createHash, X509Certificate } from "node:crypto";
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { Bytes } from "../../crypto/bytes.ts";
import type { DerValue } from "../../formats/keys/der.ts";

const OBJECT_IDENTIFIER = 0x06;

/** Signature algorithms of certificates, in hex, and their digests, for which SHA-256 stands in for MD5 and SHA-1. */
const DIGESTS: Readonly<Record<string, string>> = {
  "2a864886f70d010104": "sha256",
  "2a864886f70d010105": "sha256",
  "2a864886f70d01010b": "sha256",
  "2a864886f70d01010c": "sha384",
  "2a864886f70d01010d": "sha512",
  "2a8648ce3d0401": "sha256",
  "2a8648ce3d040302": "sha256",
  "2a8648ce3d040303": "sha384",
  "2a8648ce3d040304": "sha512",
};

/** RSASSA-PSS, whose parameters name the digest (RFC 4055, section 3.1). */
const PSS = "2a864886f70d01010a";
const PSS_DIGESTS: Readonly<Record<string, string>> = {
  "608648016503040201": "sha256",
  "608648016503040202": "sha384",
  "608648016503040203": "sha512",
};

/**
 * What binds a login to the TLS connection, `tls-server-end-point` (RFC 5929, section 4.1): the digest of the server's
 * certificate. Null without TLS, and for a certificate whose signature has no digest, such as Ed25519. To be called
 * after the server has sent something: before, Deno 2.7 knows no certificate.
 */
export async function serverEndPoint(socket: Socket): Promise<Bytes | null> {
  const shown = socket instanceof TLSSocket ? socket.getPeerCertificate(true).raw : undefined;
  if (shown === undefined) return null;
  const certificate = new Uint8Array(new X509Certificate(shown).raw);
  const digest = await digestOf(certificate);
  return digest === undefined
    ? null
    : new Uint8Array(createHash(digest).update(certificate).digest());
}

async function digestOf(certificate: Bytes): Promise<string | undefined> {
  const { readDer } = await import("../../formats/keys/der.ts");
  const [, algorithm] = readDer(certificate).children;
  const [identifier, parameters] = algorithm?.children ?? [];
  const name = identifier?.content.toHex() ?? "";
  return name === PSS ? pssDigestOf(parameters) : DIGESTS[name];
}

/** The digest is the first object identifier in the parameters; without one it is SHA-1. */
function pssDigestOf(parameters: DerValue | undefined): string | undefined {
  const hash = parameters?.children.find(({ tag }) => tag === 0xa0);
  if (hash === undefined) return "sha256";
  const [identifier] = hash.children[0]?.children ?? [];
  if (identifier?.tag !== OBJECT_IDENTIFIER) return undefined;
  return PSS_DIGESTS[identifier.content.toHex()];
}
