import { html, raw } from "hono/html";
import { sha256 } from "../../crypto/sha256.ts";
import type { ApiExample } from "../api_examples.ts";
import { exampleOf, type Json, templateOf } from "../openapi.ts";
import type { Route } from "../route.ts";
import type { Page } from "./pages.ts";
import { schemaText } from "./schema_text.ts";

/**
 * A page that describes the API to a person, from the same document that `/openapi.json` is, and leads to the server's
 * other pages. It needs no other host. It
 * is our own, as of the renderers of OpenAPI (2026-11) Scalar 1.46.4 has 3.6 MB and Redoc 2.5.4 has 1.1 MB; RapiDoc 9.3.8
 * has 863 KB, and a policy without unsafe-inline refuses its styles 318 times in Chromium.
 */
export async function docsPage(
  routes: readonly Route[],
  document: Json,
  pages: readonly Page[],
): Promise<string> {
  const { version } = document["info"] as Json;
  const page = await html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>cloacina API</title>
        <style>${raw(STYLE)}</style>
      </head>
      <body>
        <main>
            <h1>cloacina API <small>${String(version)}</small></h1>
            <p>Send <code>Authorization: Bearer clk_…</code>. Bodies are JSON; a field that is not listed is refused.
              A refused request changes nothing, unless its code is <code>outcome_unknown</code>: then send it
              again. It is answered with
              <code>{"error", "code", "hint"}</code>; <code>hint</code> is null unless the code is <code>invalid_request</code>.
              Lists are <code>{"items": […], "total": N, "next": "…"}</code>, in pages of <code>limit</code>
              items: from <code>offset</code> on, or after the <code>next</code> of the previous page with
              <code>after</code>, which later changes do not shift; the last page has no <code>next</code>. As OpenAPI 3.1: <a href="openapi.json">openapi.json</a>.</p>
            ${linksTo(pages)}
            <nav><ul>${routes.map(contents)}</ul></nav>
            ${routes.map((route) => section(route, operationOf(document, route)))}
        </main>
      </body>
    </html>
  `;
  return String(page);
}

/** Relative, as a proxy may serve all of this below a path of its own. */
function linksTo(pages: readonly Page[]) {
  if (pages.length === 0) return "";
  const links = pages.map(({ path, title }) => html`<li><a href=".${path}">${title}</a></li>`);
  return html`
    <p>This server also has pages for browsers:</p>
    <ul>${links}</ul>
  `;
}

function contents(route: Route) {
  return html`<li><a href="#${anchorOf(route)}"><code>${route.method} ${
    templateOf(route)
  }</code></a></li>`;
}

function section(route: Route, operation: Json) {
  return html`
    <section id="${anchorOf(route)}">
      <h2><code>${route.method} ${templateOf(route)}</code></h2>
      <p>${route.summary}. Role: <strong>${route.role}</strong>.</p>
      ${parameters(operation["parameters"] as readonly Json[])}
      ${schema("Body", bodyOf(operation))}
      ${schema(`Answer ${route.status}`, answerOf(operation, route))}
      ${example(route.method, exampleOf(route))}
    </section>
  `;
}

function parameters(list: readonly Json[]) {
  if (list.length === 0) return "";
  const rows = list.map(({ name, in: place, required, schema }) =>
    html`
      <tr>
        <td><code>${String(name)}</code></td>
        <td>${String(place)}${required ? "" : ", optional"}</td>
        <td><code>${typeText(schema)}</code></td>
      </tr>
    `
  );
  return html`<table><tr><th>parameter</th><th>where</th><th>type</th></tr>${rows}</table>`;
}

function schema(title: string, value: unknown) {
  if (value === undefined) return "";
  return html`
    <details>
      <summary>${title}</summary>
      <pre>${JSON.stringify(schemaText(value), null, 2)}</pre>
    </details>
  `;
}

/** A schema as text on one line. */
function typeText(value: unknown): string {
  const text = schemaText(value);
  return typeof text === "string" ? text : JSON.stringify(text);
}

/** A request that can be pasted, and what the server answers. */
function example(method: string, given: ApiExample | undefined) {
  if (given === undefined) return "";
  const { path, body, answer } = given;
  const lines = [
    `curl -H "Authorization: Bearer $CLOACINA_API_KEY"`,
    ...body === undefined && method === "POST" ? [`-X POST`] : [],
    ...body === undefined ? [] : [`--json '${JSON.stringify(body)}'`],
    `"$CLOACINA_API_URL${path}"`,
  ];
  return html`
    <details>
      <summary>Example</summary>
      <pre>${lines.join(" \\\n  ")}</pre>
      <pre>${typeof answer === "string" ? answer : JSON.stringify(answer, null, 2)}</pre>
    </details>
  `;
}

function operationOf(document: Json, route: Route): Json {
  const paths = document["paths"] as Readonly<Record<string, Readonly<Record<string, Json>>>>;
  return paths[templateOf(route)]![route.method.toLowerCase()]!;
}

function bodyOf({ requestBody }: Json): unknown {
  return (requestBody as { content?: Content } | undefined)?.content?.[JSON_TYPE]?.schema;
}

/** The schema of the answer; for one that is not JSON, its media types. */
function answerOf({ responses }: Json, { status }: Route): unknown {
  const content = (responses as Readonly<Record<number, { content?: Content }>>)[status]?.content;
  return content?.[JSON_TYPE]?.schema ?? { enum: Object.keys(content ?? {}) };
}

const JSON_TYPE = "application/json";

type Content = Readonly<Record<string, { readonly schema?: Json }>>;

function anchorOf({ method, path }: Route): string {
  return `${method}${path}`.replace(/[^\w]+/g, "-").toLowerCase();
}

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff }
  code, pre { font: 14px/1.45 ui-monospace, monospace }
  pre { background: #f4f4f5; padding: .75rem; white-space: pre-wrap }
  pre, code { overflow-wrap: anywhere }
  h2 { margin-top: 2.5rem; border-top: 1px solid #ddd; padding-top: 1rem }
  table { border-collapse: collapse } td, th { text-align: left; padding: .2rem .8rem .2rem 0; vertical-align: top }
  nav ul { columns: 20rem; list-style: none; padding: 0 } a { color: #0b57d0 }
  @media (prefers-color-scheme: dark) { body { color: #e4e4e7; background: #18181b } pre { background: #27272a } h2 { border-color: #3f3f46 } a { color: #8ab4f8 } }
`;

/** The page's policy: it loads nothing, runs nothing, has no style but its own, and is shown in no frame. */
export const DOCS_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${sha256(new TextEncoder().encode(STYLE)).toBase64()}'`,
  ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
].join("; ");
