import { Hono, type MiddlewareHandler } from "hono";
import { toCloacinaError } from "../../errors.ts";
import { errorAnswer } from "./answer.ts";
import { failedAttempts } from "./limits/attempts.ts";
import { bodyBudgets } from "./limits/body_budget.ts";
import { boundedRefusals } from "./limits/bounded_refusals.ts";
import { METHODS } from "./methods.ts";
import { createMetrics } from "./metrics.ts";
import { observe } from "./observe.ts";
import { addOpenRoutes } from "./open_routes.ts";
import { publicError } from "./public_error.ts";
import { busy, refuse } from "./refusal.ts";
import { requirePlainRequest } from "./limits/request_shape.ts";
import type { Route } from "../route.ts";
import { serveRoute } from "./serve_route.ts";
import { discardBody } from "./server_body.ts";
import type { Env, ServerParts } from "./server_parts.ts";

/** Requests that are served at the same time; one more gets a 503. */
const MAX_IN_FLIGHT = 1024;

/** Answers a request that came from an address. It never throws. */
export type App = (request: Request, address: string) => Promise<Response>;

/** The API over the given operations. It opens no port, so that a test can call it as it is. */
export function createApp(parts: ServerParts, routes: readonly Route[]): App {
  const { log } = parts;
  const metrics = createMetrics();
  const gatekeeper = {
    authenticate: parts.authenticate,
    guess: parts.guess,
    auditRefusal: boundedRefusals(parts.auditRefusal, parts.elapsed),
    attempts: failedAttempts(parts.elapsed),
    denials: failedAttempts(parts.elapsed),
  };
  const { operationsFor, refusalsFor } = parts;
  const serving = { operationsFor, refusalsFor, gatekeeper, budgetFor: bodyBudgets() };
  const app = new Hono<Env>({ getPath: normalPath });
  app.use("*", observe(parts, metrics), guard());
  addOpenRoutes(app, parts, { metrics, routes });
  for (const route of routes) {
    app.on(route.method, route.path, (c) => serveRoute(serving, route, c));
  }
  refuseOtherMethods(app, routes);
  app.notFound(() => {
    throw refuse(404, "Cannot find the route: no route has this path");
  });
  app.onError((thrown, c) => {
    const error = toCloacinaError(thrown);
    c.set("code", error.code);
    const shown = publicError(error);
    if (shown !== error) c.set("reason", error.message);
    if (error.code === "internal_error") {
      log.error("bug", { request_id: c.get("requestId"), cause: String(thrown.stack ?? thrown) });
    }
    return errorAnswer(shown);
  });
  return async (request, address) => {
    const response = await app.fetch(request, { address });
    return request.bodyUsed || request.body === null ? response : await drop(request, response);
  };
}

/** Refuses what no route should see. */
function guard(): MiddlewareHandler<Env> {
  let inFlight = 0;
  return async (c, next) => {
    requirePlainRequest(c.req.raw);
    if (inFlight >= MAX_IN_FLIGHT) {
      throw busy("serve", `${MAX_IN_FLIGHT} requests are being worked on; try again`);
    }
    inFlight += 1;
    await next().finally(() => inFlight -= 1);
  };
}

/**
 * The runtime would read an unread body to its end, however long it is. So a short one is read here, and a longer one is
 * cancelled: its connection is closed, by which an answer whose length is not told would be cut off.
 */
async function drop(request: Request, response: Response): Promise<Response> {
  try {
    await discardBody(request);
    return response;
  } catch {
    await request.body?.cancel().catch(() => {});
    const { status, headers } = response;
    const answer = await response.bytes();
    headers.set("connection", "close");
    headers.set("content-length", String(answer.length));
    return new Response(answer, { status, headers });
  }
}

function refuseOtherMethods(app: Hono<Env>, routes: readonly Route[]): void {
  for (const path of new Set(routes.map((route) => route.path))) {
    const allow = routes.filter((route) => route.path === path).map(({ method }) => method);
    app.all(path, (c) => {
      c.set("route", path);
      const method = METHODS.has(c.req.method) ? `the method ${c.req.method}` : "this method";
      const message = `Cannot serve ${method}: this path takes ${allow.join(", ")}`;
      throw refuse(405, message, { allow: allow.join(", ") });
    });
  }
}

/** `..` and `.` are resolved before routing. The guard refuses what is not a URL. */
function normalPath({ url }: Request): string {
  return URL.parse(url)?.pathname ?? "/";
}
