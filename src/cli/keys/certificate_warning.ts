import { certificateWarning } from "../../formats/keys/holds_certificate.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Warns that of a certificate only the public key is used. */
export async function warnOfCertificate(terminal: Terminal, name: string): Promise<void> {
  await terminal.tell(`warning: ${certificateWarning(name)}`);
}
