import { CloacinaError } from "../../errors.ts";

/** What must be encrypted, and how the server proves who it is. */
export type TlsPolicy =
  | { readonly kind: "never" }
  /** Where the server offers it. Nobody is authenticated, so it is no protection from who can change packets. */
  | { readonly kind: "offered" }
  | { readonly kind: "always"; readonly proof: TlsProof };

/** None that was asked for, the password's, a certificate of these authorities, or one that bears the host's name too. */
export type TlsProof =
  | { readonly kind: "none" }
  /** The server has to prove by SCRAM that it knows the password: no `sslmode` says that the network can be trusted. */
  | { readonly kind: "password" }
  | { readonly kind: "authority"; readonly rootFile: string }
  /** `rootFile` null stands for the authorities that the runtime trusts. */
  | { readonly kind: "name"; readonly rootFile: string | null };

/**
 * `sslmode` and `sslrootcert` as libpq has them (PostgreSQL, section 34.19), but for: another machine is asked for TLS
 * wherever that is not disabled; `allow` encrypts where it can, as `prefer` does; authorities that are named have to
 * vouch in every mode; no file in the home directory is looked for. Throws `invalid_request`.
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
      throw invalid("sslmode=verify-ca needs the authority's certificate, as sslrootcert=FILE");
    case "verify-full":
      return always({ kind: "name", rootFile: rootFile ?? null });
    default:
      throw invalid(
        "its sslmode is none of disable, allow, prefer, require, verify-ca, verify-full",
      );
  }
}

/** Anybody can have a certificate of a public authority: it proves nothing without the name. */
function systemPolicy(mode: string | undefined): TlsPolicy {
  if (mode === undefined || mode === "verify-full") return always({ kind: "name", rootFile: null });
  throw invalid("sslrootcert=system goes with sslmode=verify-full only");
}

function always(proof: TlsProof): TlsPolicy {
  return { kind: "always", proof };
}

function invalid(state: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot use the database URL: ${state}`);
}
