import { READY } from "../../contract/ready.ts";
import { type ApiLocation, httpTransport } from "./client_transport.ts";
import type { Patience } from "./client_retry.ts";

/** Throws unless a server is ready to serve: `store_unavailable` where it does not answer, or what it says is wrong. */
export async function requireReady(location: ApiLocation, patience?: Patience): Promise<void> {
  const { send, close } = httpTransport({ ...location, apiKey: null }, patience);
  try {
    await send({ ...READY, params: {}, query: {}, isIdempotent: true });
  } finally {
    close();
  }
}
