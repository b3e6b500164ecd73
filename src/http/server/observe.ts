import type { MiddlewareHandler } from "hono";
import { mayBeSecret } from "../../domain/secret_text.ts";
import { METHODS } from "./methods.ts";
import type { Metrics } from "./metrics.ts";
import type { Env, ServerParts } from "./server_parts.ts";
import { REQUEST_ID } from "../wire.ts";

/** The ID that a caller may give a request, so that it appears in the logs of both. */
const GIVEN_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** What load balancers and monitors ask for, again and again. */
const PROBES: readonly string[] = ["/health", "/ready", "/metrics"];

/** Gives every request an ID, and logs and counts its outcome. Logs no path, no query and no body. */
export function observe(
  { log, elapsed, newId }: Pick<ServerParts, "log" | "elapsed" | "newId">,
  metrics: Metrics,
): MiddlewareHandler<Env> {
  return async (c, next) => {
    const started = elapsed();
    const requestId = givenId(c.req.header(REQUEST_ID)) ?? newId();
    c.set("requestId", requestId);
    c.set("route", "-");
    metrics.inFlight(1);
    await next().finally(() => metrics.inFlight(-1));
    c.res.headers.set(REQUEST_ID, requestId);
    const milliseconds = elapsed() - started;
    const route = c.get("route");
    const method = METHODS.has(c.req.method) ? c.req.method : "other";
    const { status } = c.res;
    metrics.answered({ method, route, status, seconds: milliseconds / 1000 });
    metrics.signed(c.get("signatures") ?? 0);
    if (c.get("code") === "unauthorized") metrics.refusedToken();
    log[levelOf(route, status)]("request", {
      request_id: requestId,
      method,
      route,
      status,
      code: c.get("code"),
      reason: c.get("reason"),
      milliseconds: Math.round(milliseconds * 10) / 10,
      address: c.env.address,
      token_id: c.get("tokenId"),
    });
  };
}

/** Probes ask all the time, and are of interest only where they fail. */
function levelOf(route: string, status: number): "debug" | "info" | "error" {
  if (status >= 500) return "error";
  return PROBES.includes(route) && status < 400 ? "debug" : "info";
}

/** The ID that the caller gave, unless it may be a secret in the wrong header: it is logged. */
function givenId(id: string | undefined): string | null {
  return id !== undefined && GIVEN_ID.test(id) && !mayBeSecret(id) ? id : null;
}
