// Takes the pictures of the pages for docs/, to be looked at whenever a page changes:
//
//   npx -y deno@2.9.6 run -A tests/system/pages/screenshots.ts
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { takePictures } from "./pictures.ts";

const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
await takePictures(browser, fileURLToPath(new URL("../../../docs", import.meta.url)));
await browser.close();
