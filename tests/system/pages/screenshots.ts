// Takes the pictures of the verifier for docs/, to be looked at whenever the page changes:
//
//   npx -y deno@2.9.6 task verifier
//   npx -y deno@2.9.6 run -A tests/system/pages/screenshots.ts
import { chromium } from "playwright-core";
import { SIGNED_PACKAGE } from "../../testkit/signed_package.ts";

const ROOT = new URL("../../../", import.meta.url).pathname;

const FILES = {
  "workflow.cloacina": SIGNED_PACKAGE.packageBytes,
  "workflow.cloacina.sig": new TextEncoder().encode(SIGNED_PACKAGE.signatureFile),
  "release.pub.pem": new TextEncoder().encode(SIGNED_PACKAGE.publicKeyPem),
};

const PICTURES = [
  { name: "verifier.png", width: 1280, colorScheme: "light", isTampered: false },
  { name: "verifier-narrow.png", width: 320, colorScheme: "dark", isTampered: true },
] as const;

const folder = await Deno.makeTempDir();
for (const [name, bytes] of Object.entries(FILES)) {
  await Deno.writeFile(`${folder}/${name}`, bytes);
}
await Deno.mkdir(`${folder}/other`);
await Deno.writeTextFile(`${folder}/other/workflow.cloacina`, "another package");
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
for (const { name, width, colorScheme, isTampered } of PICTURES) {
  const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme });
  await page.goto(`file://${ROOT}dist/cloacina-verify.html`);
  const place = isTampered ? `${folder}/other` : folder;
  await page.setInputFiles("#package", `${place}/workflow.cloacina`);
  await page.setInputFiles("#signature", `${folder}/workflow.cloacina.sig`);
  await page.setInputFiles("#keys", `${folder}/release.pub.pem`);
  await page.click("#verify");
  await page.locator("#verdict").waitFor();
  await page.locator("body").screenshot({ path: `${ROOT}docs/${name}` });
  console.log(`${ROOT}docs/${name}`);
}
await browser.close();
await Deno.remove(folder, { recursive: true });
