import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import type { CliContext } from "../context.ts";
import { readPath } from "../keys/read_reference.ts";
import { readSecretFile } from "../secrets/read_secret.ts";

/** The certificate and key of a server. */
export interface TlsFlags {
  readonly tlsCert?: string;
  readonly tlsKey?: string;
}

/** A certificate chain and its private key, in PEM. */
export interface TlsPair {
  readonly cert: string;
  readonly key: string;
}

/** Maximum size of either file. */
const MAX_PEM_BYTES = 1024 * 1024;

const CERTIFICATE = /-----BEGIN CERTIFICATE-----/;

/** Not ENCRYPTED PRIVATE KEY, which the runtime cannot read. */
const PRIVATE_KEY = /-----BEGIN (RSA |EC )?PRIVATE KEY-----/;

/** Reads the files of `--tls-cert` and `--tls-key`; null where neither is given. Throws `invalid_request`. */
export async function readTlsFiles(
  context: CliContext,
  { tlsCert, tlsKey }: TlsFlags,
): Promise<TlsPair | null> {
  if (tlsCert === undefined && tlsKey === undefined) return null;
  if (tlsCert === undefined || tlsKey === undefined) {
    throw unusable("TLS", "--tls-cert and --tls-key go together");
  }
  const certFile = await readPath(context, tlsCert, {
    limit: MAX_PEM_BYTES,
    action: "read the certificate",
  });
  const cert = toPem(certFile.bytes, certFile.name, {
    block: CERTIFICATE,
    otherwise: "it holds no certificate in PEM",
  });
  const noKey = "it holds no private key in PEM, or one with a passphrase";
  const action = "read the key of the certificate";
  const key = await readSecretFile(context, tlsKey, {
    limit: MAX_PEM_BYTES,
    action,
    parse: (bytes, name) => toPem(bytes, name, { block: PRIVATE_KEY, otherwise: noKey }),
  });
  return { cert, key };
}

function toPem(
  bytes: Uint8Array,
  name: string,
  { block, otherwise }: { readonly block: RegExp; readonly otherwise: string },
): string {
  const text = new TextDecoder().decode(bytes);
  if (block.test(text)) return text;
  throw unusable(quoted(name), otherwise);
}

function unusable(what: string, state: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot serve with ${what}: ${state}`, {
    hint:
      "--tls-cert FILE is the certificate chain in PEM, --tls-key FILE the private key of its first certificate",
  });
}
