import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import type { CliContext } from "../context.ts";
import { readPath } from "../keys/read_reference.ts";

/** Maximum size of a certificate file. */
const MAX_CERTIFICATE_BYTES = 1024 * 1024;

/** Reads a file of certificates to trust, in PEM. Throws `invalid_request` where there is none in it. */
export async function readCertificates(context: CliContext, path: string): Promise<string> {
  const { bytes, name } = await readPath(context, path, {
    limit: MAX_CERTIFICATE_BYTES,
    action: "read the certificates",
    trustedOnly: true,
  });
  const pem = new TextDecoder().decode(bytes);
  if (pem.includes("-----BEGIN CERTIFICATE-----")) return pem;
  const message = `Cannot trust the certificates in ${quoted(name)}: there is none in PEM`;
  throw new CloacinaError("invalid_request", message);
}
