import { quoted } from "../../domain/quoted.ts";
import { detectKeys } from "./detect_keys.ts";

/** Whether the public key in a file stands in an X.509 certificate. Throws as `detectKeys` does. */
export async function holdsCertificate(file: Uint8Array): Promise<boolean> {
  const [key] = await detectKeys(file);
  return key?.half === "public" && key.format === "certificate";
}

/** What to know of a certificate whose public key was taken. */
export function certificateWarning(name: string): string {
  return `${quoted(name)} is a certificate: its public key is taken as it is; ` +
    "neither its dates nor its issuer are checked, and it may have been revoked";
}
