import { isIPv4 } from "node:net";
import type { Parameters } from "./parameters.ts";
import type { Refuse } from "./url_error.ts";

/** Where to connect to. */
export type Endpoint =
  | { readonly host: string; readonly port: number }
  /** A Unix socket. */
  | { readonly path: string };

/** One of the servers that a URL names. */
export interface Server {
  /** The name that its certificate must have. */
  readonly host: string;
  readonly port: number;
  readonly endpoint: Endpoint;
}

const DEFAULT_HOST = "localhost";
const DEFAULT_PORT = 5432;

/**
 * The servers, in the order in which they are tried: as many as there are hosts or addresses, with one port for all or
 * one for each (PostgreSQL, section 34.1.1.3).
 */
export function readServers(parameters: Parameters, refuse: Refuse): readonly Server[] {
  const hosts = listOf(parameters.host);
  const addresses = listOf(parameters.hostaddr);
  const ports = listOf(parameters.port);
  const count = Math.max(hosts.length, addresses.length, 1);
  if (hosts.length > 0 && addresses.length > 0 && hosts.length !== addresses.length) {
    throw refuse(`it has ${addresses.length} addresses in hostaddr for ${hosts.length} hosts`);
  }
  if (ports.length > 1 && ports.length !== count) {
    throw refuse(`its ports are ${ports.length}, and its hosts ${count}`);
  }
  return Array.from({ length: count }, (_, at) => {
    const port = readPort(ports[ports.length === 1 ? 0 : at] ?? "", refuse);
    const address = addresses[at] ?? "";
    const host = hosts[at] || address || DEFAULT_HOST;
    return { host, port, endpoint: endpointOf(host, port, address) };
  });
}

/**
 * Whether what is sent there stays on this machine: a Unix socket, 127.0.0.0/8, ::1, or `localhost` (RFC 6761, section
 * 6.3). The address that is connected to decides, and no other name: a name server could answer anything.
 */
export function isThisMachine(endpoint: Endpoint): boolean {
  if ("path" in endpoint) return true;
  const { host } = endpoint;
  return /^localhost$/i.test(host) || host === "::1" || (isIPv4(host) && host.startsWith("127."));
}

function listOf(value: string | undefined): readonly string[] {
  return value === undefined ? [] : value.split(",");
}

function readPort(text: string, refuse: Refuse): number {
  const port = text === "" ? DEFAULT_PORT : Number(text);
  if (/^\d*$/.test(text) && port >= 1 && port <= 65535) return port;
  throw refuse("its port is not a number from 1 to 65535");
}

function endpointOf(host: string, port: number, address: string): Endpoint {
  if (address !== "") return { host: address, port };
  return host.startsWith("/") ? { path: `${host}/.s.PGSQL.${port}` } : { host, port };
}
