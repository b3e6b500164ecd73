import assert from "node:assert/strict";
import { PAGES } from "../../../scripts/pages/pages.ts";
import { requestsOf, sharedChromium, violationsOf } from "../testkit/browser.ts";
import { builtPage } from "./built_page.ts";

const chromium = sharedChromium();
const folder = await Deno.makeTempDir({ prefix: "cloacina-verifier-" });
const file = `${folder}/verify.html`;
Deno.test.beforeAll(async () => await Deno.writeTextFile(file, await builtPage(PAGES.verifier)));
Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

Deno.test("the page works from a file, asks for nothing, and axe finds nothing", async () => {
  const page = await chromium().newPage();
  const requests = requestsOf(page);
  await page.goto(`file://${file}`);
  await Deno.writeTextFile(`${folder}/k`, "no key");
  await page.setInputFiles("#key", `${folder}/k`);
  await page.getByText("invalid_key").waitFor();
  assert.deepEqual(requests, [`file://${file}`]);
  assert.deepEqual(await violationsOf(page), []);
  await page.close();
});
