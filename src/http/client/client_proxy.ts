import type { VariableName } from "../../domain/variables.ts";

/** Variables by which the runtime finds the proxy for https, in its order. */
const PROXY_VARIABLES: readonly VariableName[] = [
  "ALL_PROXY",
  "all_proxy",
  "HTTPS_PROXY",
  "https_proxy",
];

/** The variable that excludes hosts from every proxy. */
const NO_PROXY: VariableName = "NO_PROXY";

/** All names, and all addresses, of which a star stands for none. */
const EVERY_HOST = "*,0.0.0.0/0,::/0";

/**
 * Makes a client that uses no proxy. The runtime reads the environment when a client is made, and has no option for
 * this: its proxy of the kind "tcp" is none, but requests through it have an absolute URL (RFC 9112, section 3.2.2),
 * which servers of Node and rules of HAProxy do not take for a path.
 */
export function createDirectClient(
  options: Deno.CreateHttpClientOptions,
): Deno.HttpClient {
  const before = Deno.env.get(NO_PROXY);
  Deno.env.set(NO_PROXY, EVERY_HOST);
  try {
    return Deno.createHttpClient(options);
  } finally {
    if (before === undefined) Deno.env.delete(NO_PROXY);
    else Deno.env.set(NO_PROXY, before);
  }
}

/**
 * The variable that names a proxy for this URL; null for none. What `NO_PROXY` excludes is for the runtime to decide, so
 * that the proxy may not have been used.
 */
export function proxyVariable(url: string): VariableName | null {
  if (!/^https:/i.test(url)) return null;
  return PROXY_VARIABLES.find((name) => (Deno.env.get(name) ?? "") !== "") ?? null;
}
