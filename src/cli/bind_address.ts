import { CloacinaError } from "../errors.ts";

/** Where a server listens. */
export interface BindAddress {
  /** An IP address; one of version 6 without its brackets. */
  readonly hostname: string;
  /** 0 for one that is free. */
  readonly port: number;
}

const LOCALHOST = "127.0.0.1";

/** Reads `IP:PORT`, `[IP of version 6]:PORT` or `localhost:PORT`. Throws `invalid_request`. */
export function parseBindAddress(text: string): BindAddress {
  const [, host = "", digits = ""] = /^(.*):(\d{1,5})$/s.exec(text) ?? [];
  const hostname = host === "localhost" ? LOCALHOST : toV4(host) ?? toV6(host);
  const port = Number(digits);
  if (hostname !== null && digits !== "" && port <= 65535) return { hostname, port };
  throw new CloacinaError("invalid_request", "takes IP:PORT, such as 127.0.0.1:8080 or [::1]:8080");
}

function toV4(host: string): string | null {
  const parts = host.split(".");
  const isByte = (part: string) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255;
  return parts.length === 4 && parts.every(isByte) ? host : null;
}

/** In its one spelling (RFC 5952), which the parser of URLs gives it. */
function toV6(host: string): string | null {
  if (!/^\[[0-9a-f:.]+\]$/i.test(host)) return null;
  return URL.parse(`http://${host}`)?.hostname.slice(1, -1) ?? null;
}
