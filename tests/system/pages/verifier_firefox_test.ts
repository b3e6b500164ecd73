import assert from "node:assert/strict";
import { sharedFirefox } from "../testkit/browser.ts";
import { assertAsTheProgram, CASES, FILES } from "./verifier_cases.ts";
import { sharedVerifier } from "./verifier_page.ts";
import { addInput, verifyAll } from "./in_page.js";

const firefox = sharedFirefox();
const { url, path } = sharedVerifier();

Deno.test("Firefox says of every package, signature and key what the program says", async () => {
  const page = await firefox().newPage();
  const requests: string[] = [];
  page.on("request", (request) => void requests.push(request.url()));
  const complaints: string[] = [];
  page.on("pageerror", (error) => void complaints.push(String(error)));
  await page.goto(url);
  await page.evaluate(addInput);
  const all = await page.$("#all");
  await (all as unknown as { uploadFile: (...paths: string[]) => Promise<void> })
    .uploadFile(...[...FILES.keys()].map(path));
  await assertAsTheProgram(await page.evaluate(verifyAll, CASES));
  assert.deepEqual(requests.filter((one) => !one.startsWith("blob:") && one !== url), []);
  assert.deepEqual(complaints, []);
  await page.close();
});
