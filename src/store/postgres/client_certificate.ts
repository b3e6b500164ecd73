import { createPrivateKey, X509Certificate } from "node:crypto";
import { type FileAccess, openMode } from "../../domain/file_mode.ts";
import { quoted } from "../../domain/quoted.ts";
import { requireWithin } from "../../domain/require_within.ts";
import { shownPath } from "../../domain/shown_text.ts";
import { CloacinaError } from "../../errors.ts";
import { readSmallFile } from "../../files/read_small_file.ts";
import { doModesCount } from "../../files/unsafe_modes.ts";

/** The files of a certificate that proves to the server who we are, and of its private key, in PEM. */
export interface ClientCertificate {
  readonly file: string;
  readonly keyFile: string;
}

/** Both texts, as Node's TLS takes them. */
interface CertificateTexts {
  readonly cert: string;
  readonly key: string;
}

const MAX_BYTES = 1024 * 1024;

/** Reads both files. Throws where others can read the key, as libpq does, and where they do not belong together. */
export function readClientCertificate({ file, keyFile }: ClientCertificate): CertificateTexts {
  const [certificate, key] = [readPem("sslcert", file), readPem("sslkey", keyFile)];
  const open = openMode(key);
  if (open !== null && doModesCount()) throw unusable(key, `others can read it (mode ${open})`);
  if (/ENCRYPTED/.test(key.text)) throw unusable(key, "it is encrypted, which is not supported");
  const parsed = parse(certificate, "certificate", (pem) => new X509Certificate(pem));
  const privateKey = parse(key, "private key", createPrivateKey);
  if (!parsed.checkPrivateKey(privateKey)) throw unusable(key, "it is another certificate's key");
  return { cert: certificate.text, key: key.text };
}

/** The file that a parameter names. */
interface PemFile extends FileAccess {
  readonly parameter: string;
  readonly path: string;
  readonly text: string;
}

function readPem(parameter: string, path: string): PemFile {
  const { bytes, ...access } = readSmallFile(path, MAX_BYTES, `read ${parameter}`);
  requireWithin(bytes, MAX_BYTES, `read ${parameter} ${quoted(shownPath(path))}`);
  return { parameter, path, text: new TextDecoder().decode(bytes), ...access };
}

function parse<Result>(file: PemFile, what: string, work: (pem: string) => Result): Result {
  try {
    return work(file.text);
  } catch {
    throw unusable(file, `it has no PEM ${what}`);
  }
}

function unusable({ parameter, path }: PemFile, state: string): CloacinaError {
  const message = `Cannot read ${parameter} ${quoted(shownPath(path))}: ${state}`;
  return new CloacinaError("invalid_request", message);
}
