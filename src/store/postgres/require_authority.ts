import { X509Certificate } from "node:crypto";
import type { Socket } from "node:net";
import { type DetailedPeerCertificate, TLSSocket } from "node:tls";
import { connectRefusal } from "./connect_refusal.ts";

/** Longer chains are refused, if there are any. */
const LONGEST_CHAIN = 10;

const PEM_BLOCK = /-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs;

/**
 * Has the server's certificate come from one of the authorities in a file's text. Deno 2.7 takes those that it trusts
 * anyway besides, of which anybody gets a certificate. It shows the server's own certificate only, so that there the
 * authority that issued this one has to be in the file. To be called when the server has said something: earlier, Deno
 * 2.7 knows of no certificate. Throws `store_unavailable`.
 */
export function requireAuthority(socket: Socket, authorities: string, label: string): void {
  const trusted = (authorities.match(PEM_BLOCK) ?? []).map((pem) => new X509Certificate(pem));
  const isTrusted = chainOf(socket).some((certificate) =>
    trusted.some((authority) => isOf(certificate, authority))
  );
  if (isTrusted) return;
  throw connectRefusal(label, "no authority of sslrootcert has signed the server's certificate", {
    hint: "the file may need the authority between as well: have it hold the whole chain",
  });
}

/** The server's certificate, that of who issued it, and so on. */
function chainOf(socket: Socket): readonly X509Certificate[] {
  const chain: X509Certificate[] = [];
  let shown: Partial<DetailedPeerCertificate> | null = socket instanceof TLSSocket
    ? socket.getPeerCertificate(true)
    : null;
  while (shown?.raw !== undefined && chain.length < LONGEST_CHAIN) {
    const certificate = new X509Certificate(shown.raw);
    const below = chain.at(-1);
    if (below !== undefined && !(certificate.ca && isIssued(below, certificate))) break;
    chain.push(certificate);
    shown = shown.issuerCertificate ?? null;
  }
  return chain;
}

function isOf(certificate: X509Certificate, authority: X509Certificate): boolean {
  return certificate.raw.equals(authority.raw) || isIssued(certificate, authority);
}

function isIssued(certificate: X509Certificate, authority: X509Certificate): boolean {
  return certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
}
