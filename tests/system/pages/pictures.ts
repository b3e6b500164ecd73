import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { PAGES } from "../../../src/http/server/pages.ts";
import type { OrgId } from "../../../src/domain/ids.ts";
import { makeToken } from "../../http/api_kit.ts";
import { CHILD, type Kit, ORG, testKey, withKit } from "../../operations/kit.ts";
import { SIGNED_PACKAGE } from "../../testkit/signed_package.ts";
import { builtPage } from "./built_page.ts";
import { serveConsole } from "./console_kit.ts";

/**
 * Takes the pictures of docs/ into a folder. What the pages show is made of fixed keys and times, so that a picture
 * differs only where its page does.
 */
export async function takePictures(browser: Browser, folder: string): Promise<void> {
  const take = async (page: Page, name: string) => {
    await page.locator("body").screenshot({ path: join(folder, name) });
    await page.close();
  };
  await takeVerifier(browser, take);
  await withKit((kit) => takeConsole(browser, kit, take));
}

/** Takes a page as it is shown, whole, and closes it. */
type Take = (page: Page, name: string) => Promise<void>;

async function takeVerifier(browser: Browser, take: Take): Promise<void> {
  const folder = await Deno.makeTempDir();
  const write = (name: string, content: string | Uint8Array<ArrayBuffer>) =>
    typeof content === "string"
      ? Deno.writeTextFile(`${folder}/${name}`, content)
      : Deno.writeFile(`${folder}/${name}`, content);
  await Deno.mkdir(`${folder}/other`);
  await write("page.html", await builtPage(PAGES.verifier));
  await write("workflow.cloacina", SIGNED_PACKAGE.packageBytes);
  await write("other/workflow.cloacina", "another package");
  await write("workflow.cloacina.sig", SIGNED_PACKAGE.signatureFile);
  await write("release.pub.pem", SIGNED_PACKAGE.publicKeyPem);
  const verify = async (page: Page, packageFile: string) => {
    await page.goto(`file://${folder}/page.html`);
    await page.setInputFiles("#package", `${folder}/${packageFile}`);
    await page.setInputFiles("#signature", `${folder}/workflow.cloacina.sig`);
    await page.setInputFiles("#keys", `${folder}/release.pub.pem`);
    await page.click("#verify");
    await page.locator("#verdict").waitFor();
  };
  const wide = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await verify(wide, "workflow.cloacina");
  await take(wide, "verifier.png");
  const narrow = await browser.newPage({
    viewport: { width: 320, height: 800 },
    colorScheme: "dark",
  });
  await verify(narrow, "other/workflow.cloacina");
  await take(narrow, "verifier-narrow.png");
  await Deno.remove(folder, { recursive: true });
}

async function takeConsole(browser: Browser, kit: Kit, take: Take): Promise<void> {
  await fillStore(kit);
  const server = await serveConsole(kit.parts);
  const page = await browser.newPage({ viewport: { width: 960, height: 560 } });
  await page.goto(server.url);
  await page.getByLabel("API token").fill(await makeToken(kit, {}));
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: ORG }).click();
  await page.getByRole("button", { name: "Grants" }).click();
  await page.getByRole("table", { name: "Grants" }).waitFor();
  await take(page, "console.png");
  await server.stop();
}

/** An organisation with keys of each kind, and with a grant that counts and one that does not. */
async function fillStore({ operations: { keys, orgs } }: Kit): Promise<void> {
  const former = "dddddddd-0000-4000-8000-00000000000d" as OrgId;
  const add = async (number: number, name: string, trust: boolean, orgId = ORG) => {
    const { seed } = await testKey(number);
    return await keys.import({ orgId, name, trust, seed });
  };
  const old = await add(1, "release-2025", true);
  await add(2, "release-2026", true);
  await add(3, "nightly", false);
  await add(4, "partner-build", true, CHILD);
  const reference = { text: old.id, orgId: ORG };
  await keys.revoke({ reference, andTrust: true, dryRun: false });
  for (const child of [CHILD, former]) await orgs.grantTrust({ parent: ORG, child });
  await orgs.revokeTrust({ parent: ORG, child: former });
}
