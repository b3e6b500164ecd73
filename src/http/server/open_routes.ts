import type { Context, Hono } from "hono";
import { READY } from "../../contract/ready.ts";
import { CloacinaError, toCloacinaError } from "../../errors.ts";
import { bytesAnswer, jsonAnswer } from "./answer.ts";
import { DOCS_POLICY, docsPage } from "./docs_page.ts";
import { documentSender } from "./server_documents.ts";
import type { Metrics } from "./metrics.ts";
import { describeApi } from "../openapi.ts";
import { pageAnswer, PAGES } from "./pages.ts";
import { withStatus } from "./refusal.ts";
import type { Route } from "../route.ts";
import type { Env, ServerParts } from "./server_parts.ts";

const HTML = "text/html; charset=utf-8";

/** How long a check of the store is reused for `/ready`, in milliseconds, so that callers cannot load the store. */
const READY_FOR_MS = 1000;

/** Adds the routes that need no token. They reveal nothing about an organisation, a key or a package. */
export function addOpenRoutes(
  app: Hono<Env>,
  { requireReady, elapsed, version, readPage }: ServerParts,
  { metrics, routes }: { readonly metrics: Metrics; readonly routes: readonly Route[] },
): void {
  const document = describeApi(routes, version);
  const ready = atMostOften(requireReady, READY_FOR_MS, elapsed);
  const get = (path: string, answer: (c: Context<Env>) => Response | Promise<Response>) =>
    app.get(path, async (c) => {
      c.set("route", path);
      const response = await answer(c);
      if (c.req.method === "HEAD") await response.body?.cancel();
      return response;
    });
  get("/health", () => jsonAnswer(200, { status: "alive" }));
  get(READY.path, async (c) => {
    await ready().catch((thrown) => {
      const error = toCloacinaError(thrown);
      c.set("reason", error.message);
      throw notReady(error);
    });
    return jsonAnswer(200, { status: "ready" });
  });
  get("/metrics", async () => {
    const text = new TextEncoder().encode(await metrics.text());
    return bytesAnswer(200, { bytes: text, mediaType: metrics.mediaType });
  });
  const send = documentSender();
  const text = JSON.stringify(document);
  get("/openapi.json", () => send(text, "application/json"));
  const pages = readPage === null ? [] : Object.values(PAGES);
  let page: Promise<string> | undefined;
  get("/docs", async () => {
    const html = await (page ??= docsPage(routes, document, pages));
    const headers = { "content-security-policy": DOCS_POLICY };
    return send(html, HTML, headers);
  });
  if (readPage === null) return;
  for (const page of pages) {
    get(page.path, async () => {
      const { html, headers } = pageAnswer(page, await readPage(page.file));
      return send(html, HTML, headers);
    });
  }
}

/** Only the code: an unauthenticated caller must not learn where the store is. The log has the reason. */
function notReady({ code }: CloacinaError): CloacinaError {
  return withStatus(new CloacinaError(code, "Cannot serve: the server is not ready"), 503);
}

/** Runs the work once at a time and reuses its outcome for a while. */
function atMostOften(
  work: () => Promise<void>,
  milliseconds: number,
  elapsed: () => number,
): () => Promise<void> {
  let last: Promise<void> | undefined;
  let until = 0;
  return () => {
    if (last === undefined || elapsed() >= until) {
      until = Infinity;
      last = work().finally(() => until = elapsed() + milliseconds);
    }
    return last;
  };
}
