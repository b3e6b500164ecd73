import { CloacinaError } from "../../src/errors.ts";
import type { Caller } from "./to_request.ts";

/** A server's answer to a request for one signature. */
export async function sampleAnswer(
  address: string,
  { token, keyId }: Caller,
  hash: string,
): Promise<string> {
  const response = await fetch(`http://${address}/v1/signing-keys/${keyId}/signatures`, {
    method: "POST",
    headers: { "authorization": `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ package_hash: hash }),
  });
  const text = await response.text();
  if (response.ok) return text;
  throw new CloacinaError("io_failed", `Cannot measure the server: it answers ${text}`);
}
