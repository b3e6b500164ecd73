import assert from "node:assert/strict";
import * as z from "zod/mini";
import { DEFAULTS } from "../../../src/contract/endpoint.ts";
import { givenRecordOf } from "../../../src/contract/record.ts";
import { pageLinks } from "../page_links.ts";
import { DOCS_POLICY, docsPage } from "../../../src/http/server/docs_page.ts";
import { PAGES } from "../../../src/http/server/pages.ts";
import { describeApi } from "../../../src/http/openapi.ts";
import type { Route } from "../../../src/http/route.ts";
import { ROUTES } from "../../../src/http/routes.ts";

const EVIL = `<script>alert('x')</script>"><img src=x onerror=alert(1)>&amp;`;

/** A route all of whose words are markup. */
const EVIL_ROUTE = {
  ...DEFAULTS,
  method: "POST",
  path: "/v1/evil/:id",
  summary: EVIL,
  role: "read",
  params: givenRecordOf({ id: ["id", z.enum([EVIL])] }),
  query: givenRecordOf({ any: [EVIL, z.optional(z.string())] }),
  body: z.strictObject({ [EVIL]: z.enum([`${EVIL}</pre>`]) }),
  answer: z.object({ [EVIL]: z.literal("</details>") }),
  handle: () => Promise.resolve({ [EVIL]: "</details>" }),
} satisfies Route;

const EVIL_PAGE = { path: `/${EVIL}`, title: EVIL, folder: "", file: "" };

Deno.test("what a route says of itself is text on the page, and never markup", async () => {
  const routes = [EVIL_ROUTE];
  const page = await docsPage(routes, describeApi(routes, EVIL), [EVIL_PAGE]);
  assert.doesNotMatch(page, /<script|<img|onerror=alert\(1\)>(?!&)/i);
  assert.ok(page.includes("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"));
  assert.ok(page.includes("&amp;amp;"));
  assert.equal(page.match(/<\/details>/g)?.length, 2);
  assert.equal(page.match(/<\/pre>/g)?.length, 2);
});

Deno.test("the page has a place for every route, and a link that leads there", async () => {
  const page = await docsPage(ROUTES, describeApi(ROUTES, "1.2.3"), []);
  const places = [...page.matchAll(/<section id="([^"]+)">/g)].map(([, id]) => id!);
  const links = [...page.matchAll(/<a href="#([^"]+)">/g)].map(([, id]) => id!);
  assert.equal(places.length, ROUTES.length);
  assert.equal(new Set(places).size, ROUTES.length);
  assert.deepEqual(links, places);
  assert.ok(page.includes("<small>1.2.3</small>"));
});

Deno.test("the page has a link to each of the server's pages, also below the path of a proxy, or to none", async () => {
  const document = describeApi(ROUTES, "1.2.3");
  const pages = Object.values(PAGES);
  assert.deepEqual(pageLinks(await docsPage(ROUTES, document, pages)), [
    ["./", "Console"],
    ["./verify", "Verify a package"],
  ]);
  const without = await docsPage(ROUTES, document, []);
  assert.deepEqual(pageLinks(without), []);
  assert.doesNotMatch(without, /browser/);
});

Deno.test("the page loads and runs nothing, and its policy forbids it to", async () => {
  const page = await docsPage(ROUTES, describeApi(ROUTES, "1.2.3"), []);
  assert.doesNotMatch(page, /<script|<link|<img|<iframe|<form|@import|url\(|\son\w+=|https?:/i);
  assert.match(DOCS_POLICY, /^default-src 'none';/);
  assert.doesNotMatch(DOCS_POLICY, /script-src|unsafe|\*|https?:/);
});

Deno.test("every route has an example of a request, and every pattern a name", async () => {
  const page = await docsPage(ROUTES, describeApi(ROUTES, "1.2.3"), []);
  assert.equal(page.match(/<summary>Example<\/summary>/g)?.length, ROUTES.length);
  assert.equal(page.match(/^ *<pre>curl /gm)?.length, ROUTES.length);
  assert.doesNotMatch(page, /text like|\^\[/);
});
