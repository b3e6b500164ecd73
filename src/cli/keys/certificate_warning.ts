import { quoted } from "../../domain/quoted.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Warns that of a certificate only the public key is used. */
export async function warnOfCertificate(terminal: Terminal, name: string): Promise<void> {
  await terminal.tell(
    `warning: ${quoted(name)} is a certificate: its public key is taken as it is; ` +
      "neither its dates nor its issuer are checked, and it may have been revoked",
  );
}
