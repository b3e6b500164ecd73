import type { ConnectionTarget } from "./connection_target.ts";
import { isThisMachine } from "./is_this_machine.ts";

/** How a server may be told the password: as it is, as MD5 makes it, or not at all. SCRAM it may always ask for. */
export interface LoginMethods {
  readonly clear: boolean;
  readonly md5: boolean;
  readonly none: boolean;
}

/**
 * What may be answered over this connection. The password itself leaves the machine by TLS only, and that to whom a
 * certificate proves or `sslmode=require` trusts. Else another machine has to prove that it knows the password, which
 * neither MD5 nor silence does; where there is no password, there is nothing to be had or proved. Behind a socket that
 * anybody could have put there, SCRAM alone is answered.
 */
export function loginMethods(
  { endpoint, tls, password }: ConnectionTarget,
  isSharedSocket: boolean,
): LoginMethods {
  if (isSharedSocket) return { clear: false, md5: false, none: false };
  const isTrusted = tls.kind === "always" && tls.proof.kind !== "password";
  if ("path" in endpoint || isTrusted) return { clear: true, md5: true, none: true };
  const isNear = isThisMachine(endpoint);
  return { clear: false, md5: isNear, none: isNear || password === null };
}
