import type { Bytes } from "../../crypto/bytes.ts";
import type { DetectedKey } from "./detected_key.ts";
import type { PemContent } from "./pem_labels.ts";
import { PLAIN_SPKI, readPlainDer } from "./plain_der.ts";

/** The decoded content of a PEM block or DER file, which is the whole file or has other blocks beside it. */
interface Content {
  readonly content: PemContent;
  readonly bytes: Bytes;
  readonly encoding: "pem" | "der";
  readonly isWholeFile: boolean;
}

/** Decodes public keys only: the caller decides whether to open a private one. Throws SyntaxError, `invalid_key`. */
export async function openContent(
  { content, bytes, encoding, isWholeFile }: Content,
): Promise<DetectedKey> {
  if (content !== "spki" && content !== "certificate") {
    const format = content === "openssh" ? "ssh" : encoding;
    return { half: "private", container: content, format, bytes, isWholeFile };
  }
  if (content === "certificate") {
    const { readCertificateKey } = await import("./foreign/certificate.ts");
    return { half: "public", format: "certificate", bytes: readCertificateKey(bytes) };
  }
  const key = readPlainDer(PLAIN_SPKI, bytes) ?? (await import("./spki.ts")).readSpki(bytes);
  return { half: "public", format: encoding, bytes: key };
}
