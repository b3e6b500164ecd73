import { detectKeys } from "./detect_keys.ts";

/** Whether the public key in a file stands in an X.509 certificate. Throws as `detectKeys` does. */
export async function holdsCertificate(file: Uint8Array): Promise<boolean> {
  const [key] = await detectKeys(file);
  return key?.half === "public" && key.format === "certificate";
}
