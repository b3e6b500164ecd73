import { CloacinaError } from "../../errors.ts";
import { toIpAddress } from "../../formats/ip_address.ts";

/** Where a server listens. */
export interface BindAddress {
  /** An IP address; IPv6 without brackets. */
  readonly hostname: string;
  /** 0 picks a free port. */
  readonly port: number;
}

const LOCALHOST = "127.0.0.1";

/** Reads `IP:PORT`, `[IPv6]:PORT` or `localhost:PORT`. Throws `invalid_request`. */
export function parseBindAddress(text: string): BindAddress {
  const [, host = "", digits = ""] = /^(.*):(\d{1,5})$/s.exec(text) ?? [];
  const hostname = host === "localhost" ? LOCALHOST : toIpAddress(bare(host));
  const port = Number(digits);
  if (hostname !== null && digits !== "" && port <= 65535) return { hostname, port };
  throw new CloacinaError("invalid_request", "takes IP:PORT, such as 127.0.0.1:8080 or [::1]:8080");
}

/** IPv6 must be in brackets, and nothing else may be. */
function bare(host: string): string {
  if (host.includes(":")) return /^\[(.*)\]$/.exec(host)?.[1] ?? "";
  return host;
}

/** Whether the host of a URL is this machine: 127.0.0.0/8, [::1] or localhost. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|\[::1\]|127(\.\d{1,3}){3})$/.test(hostname);
}
