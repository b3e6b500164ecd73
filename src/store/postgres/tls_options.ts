import { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import type { ConnectionOptions } from "node:tls";
import { CloacinaError } from "../../errors.ts";
import { requireTrustedPlace } from "../../files/trusted_place.ts";
import type { ConnectionTarget } from "./connection_target.ts";

/** How Node's TLS is to check the server's certificate; `ca` holds the authorities of a file, in PEM. */
export type TlsOptions =
  & Pick<
    ConnectionOptions,
    "checkServerIdentity" | "host" | "rejectUnauthorized" | "servername"
  >
  & { readonly ca?: string };

/** The options for a target; reads the file of its authorities. Throws where that file is of no use. */
export async function readTlsOptions({ host, tls }: ConnectionTarget): Promise<TlsOptions> {
  // Without a name, a certificate for localhost would do.
  const name = isIP(host) === 0 ? { host, servername: host } : { host };
  if (tls.kind !== "always") return { ...name, rejectUnauthorized: false };
  switch (tls.proof.kind) {
    case "none":
    case "password":
      return { ...name, rejectUnauthorized: false };
    case "authority": {
      const ca = await readAuthorities(tls.proof.rootFile);
      return { ...name, ca, rejectUnauthorized: true, checkServerIdentity: () => undefined };
    }
    case "name": {
      const { rootFile } = tls.proof;
      const trusted = rootFile === null ? {} : { ca: await readAuthorities(rootFile) };
      return { ...name, ...trusted, rejectUnauthorized: true };
    }
  }
}

async function readAuthorities(path: string): Promise<string> {
  requireTrustedPlace(path, "use sslrootcert");
  const text = await Deno.readTextFile(path).catch((cause) => {
    const isMissing = cause instanceof Deno.errors.NotFound;
    if (isMissing) throw unusable("file_not_found", path, "there is no such file", cause);
    throw unusable("io_failed", path, "it cannot be read", cause);
  });
  // TLS takes anything, and trusts nobody then.
  if (isCertificate(text)) return text;
  throw unusable("invalid_request", path, "it has no certificate in PEM");
}

function isCertificate(text: string): boolean {
  try {
    return text.includes("-----BEGIN CERTIFICATE-----") && new X509Certificate(text).raw.length > 0;
  } catch {
    return false;
  }
}

function unusable(
  code: "file_not_found" | "io_failed" | "invalid_request",
  path: string,
  state: string,
  cause?: unknown,
): CloacinaError {
  return new CloacinaError(code, `Cannot use sslrootcert ${path}: ${state}`, { cause });
}
