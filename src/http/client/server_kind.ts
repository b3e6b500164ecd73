import type { CloacinaError, ErrorCode } from "../../errors.ts";
import { noApi } from "./remote_error.ts";

/** A kind of server, as errors speak of it. */
export interface ServerKind {
  /** Of the error where one does not answer. */
  readonly code: ErrorCode;
  /** The error for one that answers with something else. */
  readonly strange: (url: string, state: string) => CloacinaError;
  /** What names a file of certificates to trust. */
  readonly certificates: string;
  /** What to try, by the setting that is wrong. */
  readonly hints: Readonly<Record<"address" | "authority" | "name" | "port", string>>;
}

/** A server of this program. */
export const API_SERVER: ServerKind = {
  code: "store_unavailable",
  strange: (url, state) => noApi(url, state),
  certificates: "--ca-cert or CLOACINA_CA_CERT",
  hints: {
    address: "check --api-url or CLOACINA_API_URL, and that `cloacina serve` runs there",
    authority:
      "this may not be the server you meant; if it uses a private CA, get that CA's certificate from the operator, and name it with --ca-cert",
    name: "give a name that its certificate has, with --api-url",
    port: "let `cloacina serve` listen on another port, with --bind",
  },
};
