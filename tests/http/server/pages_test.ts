import assert from "node:assert/strict";
import { pageAnswer, PAGES } from "../../../src/http/server/pages.ts";
import { ROUTES } from "../../../src/http/routes.ts";
import { createApp } from "../../../src/http/server/server_app.ts";
import { serverParts, withApi } from "../api_kit.ts";
import { pageLinks } from "../page_links.ts";

const PAGE = { path: "/page", title: "Page", folder: "page", file: "page.html" };

Deno.test("a page is sent with the policy that it names, in no frame and on its own", () => {
  const html =
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src a">`;
  assert.deepEqual(pageAnswer(PAGE, html), {
    html,
    headers: {
      "content-security-policy": "default-src 'none'; img-src a; frame-ancestors 'none'",
      "cross-origin-embedder-policy": "require-corp",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "no-referrer",
    },
  });
});

Deno.test("a page that names no policy may load nothing", () => {
  const { headers } = pageAnswer(PAGE, "<p>");
  assert.equal(headers["content-security-policy"], "default-src 'none'; frame-ancestors 'none'");
});

Deno.test("a page that was not built is refused with the task that builds it", () => {
  assert.throws(() => pageAnswer(PAGE, null), {
    message: "Cannot show /page: `npx -y deno@2.9.6 task pages` has not been run",
  });
});

Deno.test("without a token every page is there, read when it is asked for, or none is", async () => {
  await withApi(async ({ ask, parts }) => {
    const read: string[] = [];
    const readPage = (file: string) => {
      read.push(file);
      return Promise.resolve("<!DOCTYPE html>");
    };
    const app = createApp({ ...serverParts(parts, []), readPage }, ROUTES);
    assert.deepEqual(read, []);
    for (const { path, file } of Object.values(PAGES)) {
      const request = new Request(`http://127.0.0.1${path}`, { headers: { host: "127.0.0.1" } });
      const { status, headers, body } = await app(request, "127.0.0.1");
      await body?.cancel();
      assert.equal(status, 200);
      assert.equal(headers.get("x-content-type-options"), "nosniff");
      assert.equal(headers.get("cache-control"), "no-store, no-transform");
      assert.equal(headers.get("set-cookie"), null);
      assert.equal(read.pop(), file);
      assert.equal((await ask("GET", path, { token: null })).status, 404);
    }
  });
});

Deno.test("the description of the API leads to the pages where there are any, and every link leads to one", async () => {
  await withApi(async ({ ask, parts }) => {
    const readPage = () => Promise.resolve("<!DOCTYPE html>");
    const app = createApp({ ...serverParts(parts, []), readPage }, ROUTES);
    const get = (path: string) =>
      app(
        new Request(new URL(path, "http://127.0.0.1/docs"), { headers: { host: "127.0.0.1" } }),
        "",
      );
    const links = pageLinks(await (await get("/docs")).text());
    assert.equal(links.length, Object.keys(PAGES).length);
    for (const [href] of links) {
      const response = await get(href);
      assert.deepEqual([response.status, await response.text()], [200, "<!DOCTYPE html>"]);
    }
    assert.deepEqual(pageLinks((await ask("GET", "/docs", { token: null })).text), []);
  });
});
