import { isIPv4 } from "node:net";
import type { Endpoint } from "./connection_target.ts";

/**
 * Whether what is sent there stays on this machine: a Unix socket, 127.0.0.0/8, ::1, or `localhost` (RFC 6761, section
 * 6.3). The address that is connected to decides, and no other name: whoever answers for names could say anything.
 */
export function isThisMachine(endpoint: Endpoint): boolean {
  if ("path" in endpoint) return true;
  const { host } = endpoint;
  return /^localhost$/i.test(host) || host === "::1" || (isIPv4(host) && host.startsWith("127."));
}
