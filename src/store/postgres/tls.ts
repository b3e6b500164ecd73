import { X509Certificate } from "node:crypto";
import { isIP, type Socket } from "node:net";
import { type ConnectionOptions, type DetailedPeerCertificate, TLSSocket } from "node:tls";
import { quoted } from "../../domain/quoted.ts";
import { requireWithin } from "../../domain/require_within.ts";
import { shownPath } from "../../domain/shown_text.ts";
import { CloacinaError } from "../../errors.ts";
import { readTrustedFile, readTrustedPipe } from "../../files/read_trusted.ts";
import { type ClientCertificate, readClientCertificate } from "./client_certificate.ts";
import { connectRefusal } from "./database_error.ts";
import { badUrl } from "./url_error.ts";

/** Whether to encrypt, and how the server is authenticated. */
export type TlsPolicy =
  | { readonly kind: "never" }
  /** Where the server offers it. It is not authenticated, so this does not protect from an active attacker. */
  | { readonly kind: "offered" }
  | { readonly kind: "always"; readonly proof: TlsProof };

/** No proof, the password, a certificate of these authorities, or one that has the host's name as well. */
type TlsProof =
  | { readonly kind: "none" }
  /** The server has to prove by SCRAM that it knows the password: no `sslmode` says that the network can be trusted. */
  | { readonly kind: "password" }
  | { readonly kind: "authority"; readonly rootFile: string }
  /** `rootFile` null stands for the authorities that the runtime trusts. */
  | { readonly kind: "name"; readonly rootFile: string | null };

const READ = "read sslrootcert";

/** Many times what a system's list of authorities has. */
const MAX_AUTHORITIES_BYTES = 16 * 1024 * 1024;

/** Longer chains are refused, if there are any. */
const LONGEST_CHAIN = 10;

const PEM_BLOCK = /-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs;

/**
 * `sslmode` and `sslrootcert` as libpq has them (PostgreSQL, section 34.19), except that: another machine must use TLS
 * unless that is disabled; `allow` encrypts where it can, as `prefer` does; named authorities must
 * have signed in every mode; no file in the home directory is looked for. Throws `invalid_request`.
 */
export function toTlsPolicy(
  mode: string | undefined,
  rootFile: string | undefined,
  isThisMachine: boolean,
): TlsPolicy {
  if (rootFile === "system") return systemPolicy(mode);
  switch (mode) {
    case "disable":
      return { kind: "never" };
    case undefined:
    case "allow":
    case "prefer":
      if (rootFile !== undefined) return always({ kind: "authority", rootFile });
      return isThisMachine ? { kind: "offered" } : always({ kind: "password" });
    case "require":
      return always(rootFile === undefined ? { kind: "none" } : { kind: "authority", rootFile });
    case "verify-ca":
      if (rootFile !== undefined) return always({ kind: "authority", rootFile });
      throw badUrl("sslmode=verify-ca needs the authority's certificate, as sslrootcert=FILE");
    case "verify-full":
      return always({ kind: "name", rootFile: rootFile ?? null });
    default:
      throw badUrl(
        "its sslmode is none of disable, allow, prefer, require, verify-ca, verify-full",
      );
  }
}

/** How Node's TLS is to check the server's certificate; `ca` holds the authorities of a file, in PEM. */
type TlsOptions =
  & Pick<
    ConnectionOptions,
    "checkServerIdentity" | "host" | "minVersion" | "rejectUnauthorized" | "servername"
  >
  & { readonly ca?: string; readonly cert?: string; readonly key?: string };

/** What TLS has to know of a server. */
interface TlsTarget {
  readonly host: string;
  readonly tls: TlsPolicy;
  readonly clientCertificate: ClientCertificate | null;
  readonly needsTls13: boolean;
}

/** The options for a target; reads the file of its authorities. Throws where that file cannot be used. */
export async function readTlsOptions(
  { host, tls, clientCertificate, needsTls13 }: TlsTarget,
): Promise<TlsOptions> {
  const name = {
    host,
    // Without a name, a certificate for localhost would do.
    ...(isIP(host) === 0 && { servername: host }),
    ...(tls.kind !== "never" && clientCertificate !== null &&
      readClientCertificate(clientCertificate)),
    ...(needsTls13 && { minVersion: "TLSv1.3" as const }),
  };
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

/**
 * Requires that one of the authorities in a file's text signed the server's certificate. Deno 2.7 also accepts those
 * that it trusts by default, from which anybody can get a certificate. It shows the server's own certificate only, so
 * there the issuer of that one has to be in the file. To be called after the server has sent something: before, Deno
 * 2.7 knows no certificate. Throws `store_unavailable`.
 */
export function requireAuthority(socket: Socket, authorities: string, place: string): void {
  const trusted = (authorities.match(PEM_BLOCK) ?? []).map((pem) => new X509Certificate(pem));
  const isTrusted = chainOf(socket).some((certificate) =>
    trusted.some((authority) => isOf(certificate, authority))
  );
  if (isTrusted) return;
  throw connectRefusal(place, "no authority in sslrootcert has signed the server's certificate", {
    hint: "the file may lack an intermediate authority: include the whole chain",
  });
}

/** Throws unless the runtime says that this connection has TLS 1.3, which Deno 2.7 does not. */
export function requireTls13(socket: Socket, place: string): void {
  const version = socket instanceof TLSSocket ? socket.getProtocol?.() : undefined;
  if (version === "TLSv1.3") return;
  const state = version === undefined
    ? "this build cannot check ssl_min_protocol_version=TLSv1.3"
    : `the server speaks ${version}, but ssl_min_protocol_version=TLSv1.3`;
  throw connectRefusal(place, state);
}

/** Anybody can get a certificate of a public authority: it proves nothing without the host name. */
function systemPolicy(mode: string | undefined): TlsPolicy {
  if (mode === undefined || mode === "verify-full") return always({ kind: "name", rootFile: null });
  throw badUrl("sslrootcert=system goes with sslmode=verify-full only");
}

function always(proof: TlsProof): TlsPolicy {
  return { kind: "always", proof };
}

async function readAuthorities(path: string): Promise<string> {
  const { bytes } = await readTrustedPipe(path, MAX_AUTHORITIES_BYTES, READ) ??
    readTrustedFile(path, MAX_AUTHORITIES_BYTES, READ);
  requireWithin(bytes, MAX_AUTHORITIES_BYTES, `${READ} ${quoted(shownPath(path))}`);
  const text = new TextDecoder().decode(bytes);
  // TLS accepts any text, and then trusts no certificate.
  if (isCertificate(text)) return text;
  throw unreadable(path, "it has no PEM certificate");
}

function isCertificate(text: string): boolean {
  try {
    return text.includes("-----BEGIN CERTIFICATE-----") && new X509Certificate(text).raw.length > 0;
  } catch {
    return false;
  }
}

function unreadable(path: string, state: string): CloacinaError {
  const message = `Cannot ${READ} ${quoted(shownPath(path))}: ${state}`;
  return new CloacinaError("invalid_request", message);
}

/** The server's certificate, its issuer's certificate, and so on. */
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
