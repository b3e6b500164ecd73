import assert from "node:assert/strict";
import { pageAnswer, SERVED_PAGES } from "../../../src/http/server/pages.ts";
import { withApi } from "../api_kit.ts";

const PAGE = { path: "/page", file: "page.html", task: "page" };

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
    message: "Cannot show /page: `deno task page` has not been run",
  });
});

Deno.test("without a token every page is there, or what builds it", async () => {
  await withApi(async ({ ask }) => {
    for (const { path, task } of SERVED_PAGES) {
      const { status, text, headers } = await ask("GET", path, { token: null });
      assert.equal(headers.get("x-content-type-options"), "nosniff");
      if (status === 200) assert.match(text, /^<!DOCTYPE html>/);
      else assert.match(text, new RegExp(`deno task ${task}`));
    }
  });
});
