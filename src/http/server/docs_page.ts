import { html, raw } from "hono/html";
import { type Json, templateOf } from "../openapi.ts";
import type { Route } from "../route.ts";

/** The page's policy: it loads nothing, runs nothing, and is shown in no frame. */
export const DOCS_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A page that describes the API to a person, from the same document that `/openapi.json` is. It needs no other host. */
export async function docsPage(routes: readonly Route[], document: Json): Promise<string> {
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
            <h1>cloacina API <small>${String(version)}</small></h1>
            <p>Send <code>Authorization: Bearer clk_…</code>. Bodies are JSON; a field that is not listed is refused.
              A refused request changes nothing, unless its code is <code>outcome_unknown</code>: then send it
              again. It is answered with
              <code>{"error", "code", "hint"}</code>; <code>hint</code> is null unless the code is <code>invalid_request</code>.
              Lists are <code>{"items": […], "total": N, "next": "…"}</code>, in pages of <code>limit</code>
              items: from <code>offset</code> on, or after the <code>next</code> of the previous page with
              <code>after</code>, which later changes do not shift; the last page has no <code>next</code>. As OpenAPI 3.1: <a href="openapi.json">openapi.json</a>.</p>
            <nav><ul>${routes.map(contents)}</ul></nav>
            ${routes.map((route) => section(route, operationOf(document, route)))}
          </body>
    </html>
  `;
  return String(page);
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
        <td><code>${JSON.stringify(schema)}</code></td>
      </tr>
    `
  );
  return html`<table><tr><th>parameter</th><th>where</th><th>schema</th></tr>${rows}</table>`;
}

function schema(title: string, value: unknown) {
  if (value === undefined) return "";
  return html`
    <details>
      <summary>${title}</summary>
      <pre>${JSON.stringify(value, null, 2)}</pre>
    </details>
  `;
}

function operationOf(document: Json, route: Route): Json {
  const paths = document["paths"] as Readonly<Record<string, Readonly<Record<string, Json>>>>;
  return paths[templateOf(route)]![route.method.toLowerCase()]!;
}

function bodyOf({ requestBody }: Json): unknown {
  return (requestBody as { content?: Json } | undefined)?.content;
}

function answerOf({ responses }: Json, { status }: Route): unknown {
  return (responses as Readonly<Record<number, { content?: Json }>>)[status]?.content;
}

function anchorOf({ method, path }: Route): string {
  return `${method}${path}`.replace(/[^\w]+/g, "-").toLowerCase();
}

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff }
  code, pre { font: 14px/1.45 ui-monospace, monospace }
  pre { background: #f4f4f5; padding: .75rem; overflow-x: auto }
  h2 { margin-top: 2.5rem; border-top: 1px solid #ddd; padding-top: 1rem }
  table { border-collapse: collapse; display: block; overflow-x: auto } td, th { text-align: left; padding: .2rem .8rem .2rem 0; vertical-align: top }
  nav ul { columns: 2; list-style: none; padding: 0 } a { color: #0b57d0 }
  @media (prefers-color-scheme: dark) { body { color: #e4e4e7; background: #18181b } pre { background: #27272a } h2 { border-color: #3f3f46 } a { color: #8ab4f8 } }
`;
