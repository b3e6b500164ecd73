import type { PublicKey } from "../../domain/public_key.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { concatBytes } from "../bytes.ts";
import { writeJwk } from "./jwk.ts";
import type { KeyFormat } from "./key_formats.ts";
import { writePem } from "./pem.ts";
import { PLAIN_SPKI } from "./plain_der.ts";
import { writeSshPublicLine } from "./ssh_public_line.ts";

/** Encodes a public key as a file: SubjectPublicKeyInfo in PEM or DER, 32 raw bytes, a JWK, or an OpenSSH line. */
export function encodePublicKey({ bytes }: PublicKey, format: KeyFormat): Bytes {
  switch (format) {
    case "raw":
      return bytes.slice();
    case "der":
      return concatBytes(PLAIN_SPKI, bytes);
    case "pem":
      return utf8(writePem("PUBLIC KEY", concatBytes(PLAIN_SPKI, bytes)));
    case "jwk":
      return utf8(writeJwk({ publicKey: bytes }));
    case "ssh":
      return utf8(writeSshPublicLine(bytes));
  }
}

function utf8(text: string): Bytes {
  return new TextEncoder().encode(text);
}
