import assert from "node:assert/strict";
import { describeApi } from "../../../src/http/openapi.ts";
import { ROUTES } from "../../../src/http/routes.ts";
import { DOCS_POLICY, docsPage } from "../../../src/http/server/docs_page.ts";
import { PAGES } from "../../../src/http/server/pages.ts";
import { requestsOf, sharedChromium, violationsOf } from "../testkit/browser.ts";

const chromium = sharedChromium();

Deno.test("the description of the API is shown under its policy, asks for nothing, and everyone can read it", async () => {
  const html = await docsPage(ROUTES, describeApi(ROUTES, "1.2.3"), Object.values(PAGES));
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": DOCS_POLICY,
  };
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    () => new Response(html, { headers }),
  );
  try {
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await chromium().newPage({ colorScheme, viewport: { width: 320, height: 640 } });
      const refused: string[] = [];
      page.on("console", (message) => void refused.push(message.text()));
      const requests = requestsOf(page);
      const url = `http://127.0.0.1:${server.addr.port}/docs`;
      await page.goto(url);
      await page.evaluate(
        "for (const part of document.querySelectorAll('details')) part.open = true",
      );
      assert.deepEqual(await violationsOf(page), []);
      assert(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"));
      assert.deepEqual(requests.filter((one) => one !== url && !one.endsWith("/favicon.ico")), []);
      assert.deepEqual(refused, []);
      await page.close();
    }
  } finally {
    await server.shutdown();
  }
});
