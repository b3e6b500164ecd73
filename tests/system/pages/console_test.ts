import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { sha256 } from "../../../src/crypto/sha256.ts";
import type { OrgId } from "../../../src/domain/ids.ts";
import { toPackageHash } from "../../../src/domain/package_hash.ts";
import type { TokenWish } from "../../http/api_kit.ts";
import { CHILD, ORG, testHash, testKey } from "../../operations/kit.ts";
import { until } from "../../testkit/until.ts";
import { requestsOf, sharedChromium, violationsOf } from "../testkit/browser.ts";
import { type ConsoleKit, startConsole } from "./console_kit.ts";
import { dropTwo } from "./in_page.js";

const chromium = sharedChromium();
let kit: ConsoleKit;
Deno.test.beforeAll(async () => {
  kit = await startConsole();
  await fillStore(kit);
});
Deno.test.afterAll(() => kit.close());

/** An organisation of which nobody but an administrator of all may see anything. */
const FOREIGN = "ffffffff-0000-4000-8000-00000000000f" as OrgId;

/** One with more keys than a page can show. */
const VAST = "99999999-0000-4000-8000-000000000009" as OrgId;

const MARKUP =
  `<script>document.title = "run"</script><img src=x onerror="document.title = 'run'">`;
/** A name that reads like a name and a status. */
const POSING = "shared, trusted";

/** A package that is signed, and is no archive. */
const LIBRARY = "\x7fELF";

const hashOf = (text: string) => toPackageHash(sha256(new TextEncoder().encode(text)));

const LONG = "ö".repeat(127) + "x";

async function fillStore({ operations, sql }: ConsoleKit): Promise<void> {
  const { keys, orgs } = operations;
  const release = await keys.generate({ orgId: ORG, name: "release-key", trust: true });
  for (const name of ["old-key", MARKUP, "bidi", "broken", POSING]) {
    await keys.generate({ orgId: ORG, name, trust: false });
  }
  await sql(`update signing_keys set key_name = U&'\\202E\\0007txt.exe' where key_name = 'bidi'`);
  await sql(`update signing_keys set key_name = '${LONG}' where key_name = 'old-key'`);
  await sql(
    `update signing_keys set public_key = '\\x00', key_fingerprint = '<b>' where key_name = 'broken'`,
  );
  await keys.generate({ orgId: CHILD, name: "partner-key", trust: true });
  await keys.generate({ orgId: FOREIGN, name: "foreign-key", trust: true });
  await orgs.grantTrust({ parent: ORG, child: CHILD });
  await orgs.grantTrust({ parent: FOREIGN, child: CHILD });
  const reference = { text: release.id, orgId: ORG };
  const hashes = [testHash(1), testHash(2), hashOf(LIBRARY)];
  await operations.package.sign({ reference, hashes, store: true });
  await sql(
    `insert into signing_keys (id, org_id, key_name, encrypted_private_key, public_key, key_fingerprint, created_at)
    select gen_random_uuid(), '${VAST}', 'key-' || n, encrypted_private_key, public_key, key_fingerprint,
      created_at + n * interval '1 second'
    from signing_keys, generate_series(1, 10000) n where key_name = 'release-key'`,
  );
}

interface Wish extends TokenWish {
  readonly width?: number;
  readonly colorScheme?: "light" | "dark";
}

/** Calls `body` with a page on which somebody has signed in, who may do what is wished for. */
async function asSomeone(
  wish: Wish,
  body: (page: Page, token: string) => Promise<void>,
): Promise<void> {
  const { width = 1280, colorScheme = "light", ...rights } = wish;
  const token = await kit.newToken({ role: "admin", orgId: ORG, ...rights });
  const page = await chromium().newPage({ viewport: { width, height: 900 }, colorScheme });
  try {
    await page.goto(kit.url);
    await signIn(page, token);
    await page.getByRole("button", { name: "Sign out" }).waitFor();
    await body(page, token);
  } finally {
    await page.close();
  }
}

async function signIn(page: Page, token: string): Promise<void> {
  await page.getByLabel("API token").fill(token);
  await page.keyboard.press("Enter");
}

const show = (page: Page, view: string) =>
  page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: view }).click();

const shown = (page: Page, text: string) => page.getByText(text).first().waitFor();

const VIEWS: Readonly<Record<string, string>> = {
  "Signing keys": "release-key",
  "Trusted keys": "partner-key",
  "Grants": "An arrow leads",
  "Packages": testHash(1),
  "Refusals": "Nothing was refused.",
  "Health": "1.2.3",
};

Deno.test("the page comes from this server alone, under a policy that lets it ask nobody else", async () => {
  const page = await chromium().newPage();
  const requests = requestsOf(page);
  const response = await page.goto(kit.url);
  const { "content-security-policy": policy = "", ...headers } = response!.headers();
  assert.match(
    policy,
    /^default-src 'none'; script-src 'sha256-[^']+' 'sha256-[^']+' 'wasm-unsafe-eval'; style-src 'sha256-[^']+'; connect-src 'self'; worker-src blob:; base-uri 'none'; form-action 'none'; .*frame-ancestors 'none'$/,
  );
  assert.deepEqual(
    [
      "cache-control",
      "cross-origin-opener-policy",
      "cross-origin-resource-policy",
      "referrer-policy",
      "x-content-type-options",
      "set-cookie",
    ].map((name) => headers[name]),
    ["no-store, no-transform", "same-origin", "same-origin", "no-referrer", "nosniff", undefined],
  );
  await signIn(page, await kit.newToken({ role: "admin", orgId: ORG }));
  await shown(page, "release-key");
  assert.ok(requests.every((url) => url.startsWith(`${kit.url}/`)), requests.join("\n"));
  assert.equal(page.url(), `${kit.url}/`);
  assert.deepEqual(await page.context().cookies(), []);
  assert.deepEqual(
    await page.evaluate("[localStorage.length, sessionStorage.length, history.length < 3]"),
    [0, 0, true],
  );
  await page.close();
});

for (const [width, colorScheme] of [[1280, "light"], [320, "dark"]] as const) {
  Deno.test(`every view at ${width} px, ${colorScheme}, fits and has nothing that axe finds`, () =>
    asSomeone({ width, colorScheme }, async (page) => {
      for (const [view, text] of Object.entries(VIEWS)) {
        await show(page, view);
        await shown(page, text);
        assert.deepEqual(await violationsOf(page), [], view);
        assert.equal(await page.evaluate("document.documentElement.scrollWidth"), width, view);
      }
    }));
}

for (const role of ["read", "sign"] as const) {
  Deno.test(`the role ${role} of one organisation sees it, changes nothing, and sees no other`, () =>
    asSomeone({ role, width: 600 }, async (page) => {
      for (const [view, text] of Object.entries(VIEWS)) {
        if (view === "Refusals") continue;
        await show(page, view);
        await shown(page, text);
        const content = await page.content();
        assert.ok(!content.includes("foreign-key") && !content.includes(FOREIGN), view);
        assert.equal(await page.getByRole("button", { name: "Revoke" }).count(), 0, view);
      }
      for (const name of ["Refusals", "Switch"]) {
        assert.equal(await page.getByRole("button", { name }).count(), 0, name);
      }
    }));
}

Deno.test("who may see all organisations chooses one, and grants and revokes trust", () =>
  asSomeone({ orgId: null }, async (page) => {
    await page.getByRole("button", { name: `Show ${FOREIGN}` }).click();
    await shown(page, "foreign-key");
    await show(page, "Grants");
    await page.getByRole("button", { name: "Revoke…" }).click();
    await shown(page, "1 key that");
    await page.getByLabel("To confirm").fill(CHILD.slice(0, 8));
    await page.getByRole("button", { name: "Revoke", exact: true }).click();
    await page.getByRole("cell", { name: "revoked" }).waitFor();
    await page.getByText("Grant trust…").click();
    await page.getByLabel("ID of the organisation whose keys").fill(CHILD);
    await page.getByRole("button", { name: "Continue…" }).click();
    await shown(page, "partner-key");
    await page.getByLabel("To confirm").fill(CHILD.slice(0, 8));
    await page.getByRole("button", { name: "Grant", exact: true }).click();
    await page.getByRole("cell", { name: "active" }).waitFor();
  }));

Deno.test("names of markup, of hidden characters and of 255 bytes are text that fits", () =>
  asSomeone({ width: 320 }, async (page) => {
    await shown(page, MARKUP);
    await shown(page, "\\u{202e}\\x07txt.exe");
    await shown(page, LONG);
    assert.equal(await page.title(), "cloacina");
    assert.equal(await page.evaluate("document.querySelectorAll('img').length"), 0);
    assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 320);
    await show(page, "Grants");
    await shown(page, "An arrow leads");
    await page.locator("svg").getByText(`"${POSING}" signs, not trusted`).waitFor();
    assert.ok(!(await page.content()).includes("\u202e"));
  }));

Deno.test("a damaged row is shown as one, and is revoked as any other", () =>
  asSomeone({}, async (page) => {
    const row = page.getByRole("row", { name: "broken" });
    await row.getByText("damaged").waitFor();
    await row.getByText("cannot be read").waitFor();
    await row.getByRole("button").click();
    await shown(page, "0 stored signatures");
    await page.getByLabel("To confirm").fill("broken");
    await page.getByRole("button", { name: "Revoke", exact: true }).click();
    await row.waitFor({ state: "detached" });
  }));

Deno.test("a key is revoked by the keyboard alone, once its impact was shown and its name typed", async () => {
  const { keys } = kit.operations;
  const key = await keys.generate({ orgId: CHILD, name: "to revoke", trust: true });
  const reference = { text: key.id, orgId: CHILD };
  await kit.operations.package.sign({ reference, hashes: [testHash(3)], store: true });
  await asSomeone({ orgId: CHILD }, async (page) => {
    await page.getByLabel("Name, or beginning").focus();
    await page.keyboard.type("to revoke\n");
    await page.getByRole("cell", { name: "partner-key" }).waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Revoke…" }).focus();
    await page.keyboard.press("Enter");
    await shown(page, "0 stored signatures");
    await page.keyboard.press("Space");
    await shown(page, "1 stored signature");
    await page.keyboard.press("Tab");
    while (await page.evaluate("document.activeElement.id") !== "typed") {
      await page.keyboard.press("Tab");
    }
    await page.keyboard.type("to revok");
    const revoke = page.getByRole("button", { name: "Revoke", exact: true });
    assert.ok(await revoke.isDisabled());
    await page.keyboard.press("Enter");
    assert.equal((await keys.show(reference)).revokedAt, null);
    assert.deepEqual(await violationsOf(page), []);
    await page.keyboard.type("e\n");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByRole("cell", { name: "revoked" }).waitFor();
    assert.notEqual((await keys.show(reference)).revokedAt, null);
  });
});

Deno.test("neither Cancel nor Esc hides a change that is being made, and what became of it is told", async () => {
  await kit.operations.keys.generate({ orgId: CHILD, name: "in flight", trust: false });
  await asSomeone({ orgId: CHILD }, async (page) => {
    const { promise: lost, resolve: lose } = Promise.withResolvers<void>();
    await page.getByRole("row", { name: "in flight" }).getByRole("button").click();
    await shown(page, "0 stored signatures");
    await page.getByLabel("To confirm").fill("in flight");
    await page.route("**/v1/**", async (route) => {
      if (route.request().method() === "GET") return await route.continue();
      await lost;
      await route.abort();
    });
    await page.getByRole("button", { name: "Revoke", exact: true }).click();
    const cancel = page.getByRole("button", { name: "Cancel" });
    await until(() => cancel.isDisabled());
    for (let i = 0; i < 3; i++) await page.keyboard.press("Escape");
    await page.evaluate("document.querySelector('dialog').close()");
    await until(() => page.evaluate<boolean>("document.querySelector('dialog:modal') !== null"));
    lose();
    await page.getByRole("alert").getByText("the change may have been made").waitFor();
    await page.unroute("**/v1/**");
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });
});

Deno.test("of two tabs that revoke one key, the second is told that it was", async () => {
  const key = await kit.operations.keys.generate({ orgId: CHILD, name: "twice", trust: false });
  await asSomeone({ orgId: CHILD }, async (page) => {
    await page.getByRole("row", { name: "twice" }).getByRole("button").click();
    await shown(page, "0 stored signatures");
    const reference = { text: key.id, orgId: CHILD };
    await kit.operations.keys.revoke({ reference, andTrust: false, dryRun: false });
    await page.getByLabel("To confirm").fill("twice");
    await page.getByRole("button", { name: "Revoke", exact: true }).click();
    await page.getByRole("alert").getByText("was revoked").waitFor();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("row", { name: "twice" }).waitFor({ state: "detached" });
  });
});

Deno.test("a public key is trusted, and its trust revoked, each by its name", async () => {
  const { publicKey } = await testKey(11);
  await asSomeone({ orgId: CHILD }, async (page) => {
    await show(page, "Trusted keys");
    await page.getByText("Trust a key…").click();
    await page.getByLabel("Public key:").fill("no key");
    await page.getByLabel("Name", { exact: true }).fill("new-partner");
    await page.getByRole("button", { name: "Continue…" }).click();
    await page.getByRole("alert").getByText("Cannot read").waitFor();
    await page.getByLabel("Public key:").fill(publicKey.bytes.toBase64());
    await page.getByLabel("Name", { exact: true }).fill(" ");
    await page.getByRole("button", { name: "Continue…" }).click();
    await page.getByRole("alert").getByText("Give the key a name").waitFor();
    await page.getByLabel("Name", { exact: true }).fill("new-partner");
    await page.getByRole("button", { name: "Continue…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(publicKey.fingerprint).waitFor();
    await page.getByLabel("To confirm").fill("new-partner");
    await dialog.getByRole("button", { name: "Trust", exact: true }).click();
    await page.getByRole("row", { name: "new-partner" }).getByRole("button").click();
    await shown(page, "0 stored signatures");
    await page.getByLabel("To confirm").fill("new-partner");
    await page.getByRole("button", { name: "Revoke trust", exact: true }).click();
    await page.getByRole("row", { name: "new-partner" }).waitFor({ state: "detached" });
  });
});

Deno.test("a package is hashed here and judged there, and is not sent", async () => {
  const secret = "secret of the package";
  const folder = await Deno.makeTempDir();
  const [file, library] = [`${folder}/new.cloacina`, `${folder}/app.so`];
  await Deno.writeTextFile(file, `BZh9${secret}`);
  await Deno.writeTextFile(library, LIBRARY);
  await asSomeone({ orgId: null }, async (page) => {
    const bodies: string[] = [];
    page.on("request", (request) => void bodies.push(request.postData() ?? ""));
    await page.getByLabel("ID of an organisation").fill(ORG);
    await page.getByRole("button", { name: "Show", exact: true }).first().click();
    await show(page, "Packages");
    await page.getByLabel("Package to check").setInputFiles(file);
    await shown(page, "The engine's server would refuse it: signature_not_found.");
    await page.getByLabel("Package to check").setInputFiles(library);
    const verdict = page.locator(".verdict");
    await verdict.getByText("The engine's server would accept the signature, not the file.")
      .waitFor();
    await verdict.getByText("is not a .cloacina archive").waitFor();
    assert.match((await verdict.getAttribute("class"))!, /\bbad\b/);
    assert.ok(bodies.every((body) => !body.includes(secret)));
    assert.ok(bodies.some((body) => body.includes("package_hash")));
  }).finally(() => Deno.remove(folder, { recursive: true }));
});

Deno.test("no verdict stands beside another file, and hashing ends with the next file and with the session", async () => {
  const folder = await Deno.makeTempDir();
  const [small, large] = [`${folder}/small.cloacina`, `${folder}/large.cloacina`];
  await Deno.writeTextFile(small, "BZh9");
  await Deno.writeFile(large, new Uint8Array());
  // A hole takes no room.
  await Deno.truncate(large, 8 * 2 ** 30);
  await asSomeone({ orgId: CHILD }, async (page) => {
    const choose = (path: string) => page.getByLabel("Package to check").setInputFiles(path);
    const bar = page.getByRole("progressbar", { name: "Hashing the package" });
    const verdict = page.locator(".verdict");
    await show(page, "Packages");
    await choose(small);
    await verdict.getByText("signature_not_found").waitFor();
    await choose(large);
    await bar.waitFor();
    // The browser tells of a worker in its own time.
    await until(() => page.workers().length === 1);
    assert.equal(await verdict.count(), 0);
    assert.deepEqual(await violationsOf(page), []);
    await choose(small);
    await verdict.getByText("signature_not_found").waitFor();
    assert.equal(await bar.count(), 0);
    await until(() => page.workers().length === 0);
    await page.evaluate(dropTwo);
    await page.getByRole("alert").getByText("Cannot check several packages").waitFor();
    assert.equal(await verdict.count(), 0);
    await choose(large);
    await bar.waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await shown(page, "You are signed out.");
    await until(() => page.workers().length === 0);
  }).finally(() => Deno.remove(folder, { recursive: true }));
});

Deno.test("a file that is dropped beside its field is not opened in place of the page", () =>
  asSomeone({}, async (page) => {
    const isRefused = await page.evaluate(
      `["dragover", "drop"].map((type) =>
        !document.body.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true })))`,
    );
    assert.deepEqual(isRefused, [true, true]);
  }));

Deno.test("of 10,000 keys a page shows 50, and any of them is found", () =>
  asSomeone({ orgId: VAST }, async (page) => {
    await shown(page, "1 to 50 of 10,000");
    assert.equal(await page.getByRole("row").count(), 51);
    await page.getByRole("button", { name: "Next" }).click();
    await shown(page, "51 to 100 of 10,000");
    await page.getByRole("button", { name: "Previous" }).click();
    await shown(page, "1 to 50 of 10,000");
    await page.getByLabel("Name, or beginning").fill("key-9876");
    await page.keyboard.press("Enter");
    await page.getByRole("cell", { name: "key-9876" }).waitFor();
    assert.equal(await page.getByRole("row").count(), 2);
    await show(page, "Grants");
    await shown(page, "Not all keys and grants are drawn.");
  }));

Deno.test("a token that is revoked while the page is open leaves nothing on it", () =>
  asSomeone({}, async (page, token) => {
    await shown(page, "release-key");
    await kit.sql(`update cloacina_api_tokens set revoked_at = now() at time zone 'utc'`);
    await show(page, "Packages");
    await shown(page, "The token is not valid.");
    const content = await page.content();
    for (const text of ["release-key", ORG, token]) assert.ok(!content.includes(text), text);
    // The same was shown before: only the answer tells that it is said again.
    const answered = page.waitForResponse((response) => response.url().endsWith("/v1/whoami"));
    await Promise.all([answered, signIn(page, token)]);
    await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
    await shown(page, "The token is not valid.");
    await signIn(page, "clk_…");
    await shown(page, "This is not a complete API token.");
    await signIn(page, await kit.newToken({ role: "read", orgId: ORG }));
    await shown(page, "release-key");
    await page.getByRole("button", { name: "Sign out" }).click();
    await shown(page, "You are signed out.");
    assert.ok(!(await page.content()).includes("release-key"));
  }));

const leave = (page: Page) =>
  page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))");

Deno.test("a browser that is too old is told what it lacks, and asked for no token", async () => {
  const page = await chromium().newPage();
  await page.addInitScript("delete Uint8Array.prototype.toHex");
  await page.goto(kit.url);
  await shown(page, "This page needs Chrome 140, ");
  assert.equal(await page.getByLabel("API token").count(), 0);
  await page.close();
});

Deno.test("a page that was left and is shown again knows no token, asks no more and signs nobody in", () =>
  asSomeone({}, async (page, token) => {
    await shown(page, "release-key");
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    const aborted: string[] = [];
    page.on("requestfailed", (request) => void aborted.push(new URL(request.url()).pathname));
    await page.route("**/v1/**", async (route) => {
      await answered;
      await route.continue().catch(() => {});
    });
    const asked = (path: string) => page.waitForRequest((request) => request.url().includes(path));
    await Promise.all([
      asked("/v1/trusted-keys"),
      page.getByRole("button", { name: "Trusted keys" }).click(),
    ]);
    await leave(page);
    await page.getByLabel("API token").waitFor();
    assert.ok(!(await page.content()).includes("release-key"));
    await Promise.all([asked("/v1/whoami"), signIn(page, token)]);
    await leave(page);
    await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
    await until(() => aborted.length === 2);
    assert.deepEqual(aborted, ["/v1/trusted-keys", "/v1/whoami"]);
    answer();
    assert.equal(await page.getByRole("status").textContent(), "");
    await page.unroute("**/v1/**");
    await signIn(page, token);
    await shown(page, "release-key");
  }));

Deno.test("while Postgres is away a line says so and what was there stays, and it goes on when that is back", () =>
  asSomeone({}, async (page) => {
    await shown(page, "release-key");
    await kit.postgres.stop("fast");
    try {
      await page.getByRole("button", { name: "Reload" }).click();
      await shown(page, "What is shown is from before.");
      await shown(page, "release-key");
      await show(page, "Health");
      await shown(page, "not ready");
      await show(page, "Signing keys");
      await shown(page, "the server cannot use its store");
      assert.equal(await page.getByLabel("API token").count(), 0);
    } finally {
      await kit.postgres.start();
    }
    await page.getByRole("button", { name: "Try now" }).click();
    await shown(page, "release-key");
  }));

Deno.test("what was refused to a token is shown to an administrator of its organisation", () =>
  asSomeone({}, async (page) => {
    const token = await kit.newToken({ role: "read", orgId: ORG });
    await refusedTo(token);
    await show(page, "Refusals");
    await page.getByRole("cell", { name: "it requires the role admin" }).waitFor();
    await until(async () => await page.getByRole("row").count() === 2);
  }));

async function refusedTo(token: string): Promise<void> {
  const response = await fetch(`${kit.url}/v1/tokens`, {
    headers: { authorization: `Bearer ${token}` },
  });
  assert.equal(response.status, 403);
  await response.body?.cancel();
}
