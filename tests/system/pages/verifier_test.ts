import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Page } from "playwright-core";
import { pageAnswer, PAGES } from "../../../src/http/server/pages.ts";
import { SIGNED_PACKAGE } from "../../testkit/signed_package.ts";
import { requestsOf, sharedChromium, violationsOf } from "../testkit/browser.ts";
import { assertAsTheProgram, CASES, FILES } from "./verifier_cases.ts";
import { sharedVerifier } from "./verifier_page.ts";
import { addInput, asOldSafari, chosen, drop, verifyAll } from "./in_page.js";

const chromium = sharedChromium();
const verifier = sharedVerifier();
const { path } = verifier;
const good = SIGNED_PACKAGE;

/** Calls `body` with the page, which must ask for nothing but itself and complain of nothing. */
async function withPage(
  body: (page: Page) => Promise<void>,
  { url = verifier.url, ...options }: Parameters<ReturnType<typeof chromium>["newPage"]>[0] & {
    readonly url?: string;
  } = {},
): Promise<void> {
  const page = await chromium().newPage(options);
  const complaints: string[] = [];
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("console", (message) => complaints.push(message.text()));
  const requests = requestsOf(page);
  try {
    await page.goto(url);
    await body(page);
    assert.deepEqual(complaints, []);
    assert.deepEqual(requests.filter((one) => !one.startsWith("blob:")), [url]);
  } finally {
    await page.close();
  }
}

/** Verifies what is in the form, and returns the code that the page shows, or "verified". */
async function verify(page: Page): Promise<string> {
  await page.click("#verify");
  return await shownCode(page);
}

async function shownCode(page: Page): Promise<string> {
  const verdict = page.locator("#verdict");
  await verdict.waitFor({ timeout: 120_000 });
  if (await verdict.getAttribute("class") === "good") return "verified";
  return await verdict.locator("code").innerText();
}

async function fill(page: Page, names: readonly [string, string, string]): Promise<void> {
  const [packageName, signature, key] = names.map(path);
  await page.setInputFiles("#package", packageName!);
  await page.setInputFiles("#signature", signature!);
  await page.setInputFiles("#keys", key!);
}

const USUAL = ["pkg.so", "pkg.so.sig", "release.pub.pem"] as const;

Deno.test("the page says of every package, signature and key what the program says", async () => {
  assert(CASES.length > 416);
  await withPage(async (page) => {
    await page.evaluate(addInput);
    await page.setInputFiles("#all", [...FILES.keys()].map(path));
    await assertAsTheProgram(await page.evaluate(verifyAll, CASES));
  });
});

Deno.test("a verified package has its signer in groups and words, and what is only claimed", async () => {
  await withPage(async (page) => {
    await fill(page, USUAL);
    assert.equal(await verify(page), "verified");
    const text = await page.innerText("#verdict");
    assert.match(text, /^✓ Verified\s+package\s+pkg\.so\s+signed by\s+65b6 0673 d6ed 884b /);
    assert.match(text, /in words\s+fracture\s+potato\s+afflict\s+hurricane\s/);
    assert.match(text, /trusted by\s+release\.pub\.pem\s/);
    assert.match(text, /signed at\s+2026-01-28T12:00:00Z \(claimed, not signed\)/);
    assert.ok(text.includes(good.packageHash));
  });
});

Deno.test("what a statement says is shown as signed, and nothing of one that is refused", async () => {
  await withPage(async (page) => {
    await fill(page, ["pkg.so", "stated.sig", "release.pub.pem"]);
    assert.equal(await verify(page), "verified");
    const text = await page.innerText("#verdict");
    assert.match(text, /^signed at\s+2026-01-28T12:00:00Z \(claimed, not signed\)$/m);
    assert.match(text, /^claim name\s+pkg \(signed\)$/m);
    assert.match(text, /^expires\s+2200-01-01T00:00:00Z \(signed\)$/m);
    for (
      const [signature, code] of [
        ["expired.sig", "signature_expired"],
        ["other-signer.sig", "invalid_signature"],
        ["other-subject.sig", "package_tampered"],
        ["unreadable.sig", "malformed_signature"],
        ["no-envelope.sig", "malformed_signature"],
      ] as const
    ) {
      await fill(page, ["pkg.so", signature, "release.pub.pem"]);
      assert.equal(await verify(page), code, signature);
      assert.doesNotMatch(await page.innerText("#verdict"), /\(signed\)/, signature);
    }
  });
});

Deno.test("what is missing is named, and nothing is verified without it", async () => {
  await withPage(async (page) => {
    assert.equal(await verify(page), "invalid_request");
    assert.match(await page.innerText("#verdict"), /no key to trust was given/);
    await page.setInputFiles("#keys", path("release.pub.pem"));
    assert.equal(await verify(page), "invalid_request");
    assert.match(await page.innerText("#verdict"), /no package was given/);
    await page.setInputFiles("#package", path("pkg.so"));
    assert.equal(await verify(page), "signature_not_found");
  });
});

Deno.test("keys and signatures may be pasted, and a verdict goes away once something else is asked", async () => {
  await withPage(async (page) => {
    await page.setInputFiles("#package", path("pkg.so"));
    await page.fill("#signature-text", good.signatureFile);
    await page.fill("#keys-text", good.publicKeyPem);
    assert.equal(await verify(page), "verified");
    assert.match(await page.innerText("#verdict"), /trusted by\s+pasted text/);
    await page.fill("#keys-text", "no key");
    assert.equal(await page.isVisible("#verdict"), false);
    assert.equal(await verify(page), "invalid_key");
    await page.fill("#keys-text", good.publicKeyPem);
    await page.setInputFiles("#signature", path("pkg.so.sig"));
    assert.equal(await verify(page), "invalid_request");
    assert.match(await page.innerText("#verdict"), /more than one signature was given/);
  });
});

Deno.test("a private key is refused, and nothing of it is shown; no hint names a command", async () => {
  await withPage(async (page) => {
    await fill(page, ["pkg.so", "pkg.so.sig", "PRIVATE_PEM"]);
    assert.equal(await verify(page), "invalid_key");
    const text = await page.innerText("#verdict");
    assert.match(text, /it is a private key/);
    assert.doesNotMatch(text, /MC4CAQ|cloacina|--|`/);
  });
});

Deno.test("of a certificate the key is taken, with a warning of what is not checked", async () => {
  const der = new Uint8Array([
    ...Uint8Array.fromHex("302e020100300506032b657004220420"),
    ...good.seed,
  ]);
  await Deno.writeFile(path("key.der"), der);
  const args = ["req", "-x509", "-new", "-key", path("key.der"), "-subj", "/CN=x"];
  const { stdout } = await new Deno.Command("openssl", { args }).output();
  await Deno.writeFile(path("signer.crt"), stdout);
  await withPage(async (page) => {
    await fill(page, ["pkg.so", "pkg.so.sig", "signer.crt"]);
    assert.equal(await verify(page), "verified");
    assert.match(await page.innerText("#verdict"), /Warning: "signer\.crt" is a certificate: /);
  });
});

Deno.test("everything can be done with the keyboard, and the verdict is where one reads on", async () => {
  await withPage(async (page) => {
    const reached: string[] = [];
    for (let step = 0; step < 6; step++) {
      await page.keyboard.press("Tab");
      reached.push(await page.evaluate("document.activeElement.id"));
    }
    const fields = ["package", "signature", "signature-text", "keys", "keys-text", "verify"];
    assert.deepEqual(reached, fields);
    await fill(page, USUAL);
    await page.focus("#verify");
    await page.keyboard.press("Enter");
    assert.equal(await shownCode(page), "verified");
    assert.equal(await page.evaluate("document.activeElement.id"), "verdict-title");
  });
});

Deno.test("a screen reader has a name for every control, and for the verdict", async () => {
  await withPage(async (page) => {
    await fill(page, USUAL);
    await verify(page);
    for (const name of ["File", /^File, usually/, "or paste it", "Files", "or paste them"]) {
      assert.equal(await page.getByLabel(name, { exact: true }).count(), 1, String(name));
    }
    for (const name of ["Package", "Signature", "Public keys to trust"]) {
      assert.equal(await page.getByRole("group", { name, exact: true }).count(), 1, name);
    }
    assert.equal(await page.getByRole("region", { name: "Verified" }).count(), 1);
    assert.equal(await page.getByRole("button", { name: "Verify" }).count(), 1);
  });
});

for (const [width, colorScheme] of [[320, "light"], [1280, "dark"]] as const) {
  Deno.test(`axe finds nothing at ${width} pixels, ${colorScheme}, and nothing is cut off`, async () => {
    await withPage(async (page) => {
      assert.deepEqual(await violationsOf(page), []);
      await fill(page, USUAL);
      await verify(page);
      assert.deepEqual(await violationsOf(page), []);
      await page.setInputFiles("#package", path("more.so"));
      await verify(page);
      assert.deepEqual(await violationsOf(page), []);
      assert.equal(await page.evaluate("document.documentElement.scrollWidth"), width);
    }, { viewport: { width, height: 800 }, colorScheme });
  });
}

Deno.test("names that mislead are shown as what they are, and never as markup", async () => {
  const name = "<img src=x onerror=alert(1)>\u202egnp.so";
  await withPage(async (page) => {
    await fill(page, USUAL);
    await page.setInputFiles("#package", {
      name,
      mimeType: "",
      buffer: Buffer.from(good.packageBytes),
    });
    assert.equal(await verify(page), "verified");
    const text = await page.innerText("#verdict");
    assert.ok(text.includes("<img src=x onerror=alert(1)>\\u{202e}gnp.so"), text);
    assert.equal(await page.locator("#verdict img").count(), 0);
  });
});

Deno.test("a package and a signature go where they were dropped, or by their names, and a verdict is never about others", async () => {
  await withFiles(async (page) => {
    await page.evaluate(drop, { names: ["release.pub.pem"], id: "keys" });
    await page.evaluate(drop, { names: ["pkg.so", "pkg.so.sig"], id: "verify" });
    assert.equal(await verify(page), "verified");
    await page.evaluate(drop, { names: ["more.so"], id: "package" });
    assert.equal(await page.isVisible("#verdict"), false);
    assert.equal(await verify(page), "package_tampered");
    await page.evaluate(drop, { names: ["PUBLIC_PEM"], id: "keys" });
    await page.evaluate(drop, { names: ["pkg.so"], id: "verify" });
    assert.equal(await verify(page), "untrusted_signer");
    await page.evaluate(drop, { names: ["pkg.so", "more.so"], id: "verify" });
    assert.equal(await shownCode(page), "invalid_request");
    assert.match(await page.innerText("#verdict"), /2 files were dropped as the package/);
  });
});

Deno.test("a key is trusted only where it is dropped on the keys: elsewhere all that comes with it is refused", async () => {
  await withFiles(async (page) => {
    await fill(page, ["more.so", "pkg.so.sig", "PUBLIC_PEM"]);
    for (const id of ["verify", "form", "verdict"]) {
      await page.evaluate(drop, { names: USUAL, id });
      assert.equal(await shownCode(page), "invalid_request", id);
      const text = await page.innerText("#verdict");
      assert.match(text, /"release\.pub\.pem" .* drop it on "Public keys to trust"/s);
    }
    assert.deepEqual(await page.evaluate(chosen), ["more.so", "pkg.so.sig", "PUBLIC_PEM"]);
  });
});

Deno.test("what is dropped on the keys is judged as keys, whatever it is called", async () => {
  await withFiles(async (page) => {
    for (const name of ["pkg.so", "pkg.so.sig"]) {
      await fill(page, USUAL);
      await page.evaluate(drop, { names: [name], id: "keys-text" });
      assert.deepEqual(await page.evaluate(chosen), ["pkg.so", "pkg.so.sig", name]);
      assert.equal(await verify(page), "invalid_key");
    }
  });
});

/** Calls `body` with the page, where `drop` finds every file of the cases. */
function withFiles(body: (page: Page) => Promise<void>): Promise<void> {
  return withPage(async (page) => {
    await page.evaluate(addInput);
    await page.setInputFiles("#all", [...FILES.keys()].map(path));
    await body(page);
  });
}

Deno.test("what is changed in the form while it works ends the work, however early", async () => {
  await withPage(async (page) => {
    await fill(page, USUAL);
    const change = `document.querySelector("#form").dispatchEvent(new Event("input"))`;
    await page.evaluate(`document.querySelector("#verify").click(); ${change}`);
    assert.equal(await shownCode(page), "interrupted");
    assert.equal(await verify(page), "verified");
  });
});

Deno.test("a key that changed since it was chosen is named, and not trusted", async () => {
  await withPage(async (page) => {
    await Deno.writeTextFile(path("new.pem"), "no key yet");
    await fill(page, ["pkg.so", "pkg.so.sig", "new.pem"]);
    await page.evaluate(`document.querySelector("#keys").files[0].size`);
    await Deno.writeTextFile(path("new.pem"), good.publicKeyPem);
    assert.equal(await verify(page), "io_failed");
    assert.match(await page.innerText("#verdict"), /Cannot read "new\.pem": .* choose it again/s);
  });
});

Deno.test("a package that changed since it was chosen is not verified", async () => {
  await withPage(async (page) => {
    await Deno.writeFile(path("changing.so"), good.packageBytes);
    await fill(page, ["changing.so", "pkg.so.sig", "release.pub.pem"]);
    await Deno.writeTextFile(path("changing.so"), "something else, and longer than before");
    assert.equal(await verify(page), "io_failed");
    assert.match(await page.innerText("#verdict"), /choose it again/);
    await fill(page, USUAL);
    const longer =
      `Object.defineProperty(document.querySelector("#package").files[0], "size", { value: 9 })`;
    await page.evaluate(longer);
    assert.equal(await verify(page), "package_changed");
  });
});

Deno.test("a browser without Ed25519 and without WebAssembly verifies as well", async () => {
  const html = await Deno.readTextFile(path("verify.html"));
  await Deno.writeTextFile(path("bare.html"), html.replace(" 'wasm-unsafe-eval'", ""));
  const page = await chromium().newPage();
  await page.addInitScript(`crypto.subtle.importKey = () => Promise.reject(new Error("none"))`);
  await page.goto(verifier.url.replace("verify.html", "bare.html"));
  await fill(page, USUAL);
  assert.equal(await verify(page), "verified");
  await page.setInputFiles("#package", path("more.so"));
  assert.equal(await verify(page), "package_tampered");
  await page.close();
});

Deno.test("what Safari has only since 18.4, 26.4 and 27 is not needed", async () => {
  const html = await Deno.readTextFile(path("verify.html"));
  const thread = `id="hashing">`;
  await Deno.writeTextFile(path("old.html"), html.replace(thread, `${thread}(${asOldSafari})();`));
  const page = await chromium().newPage();
  await page.addInitScript(asOldSafari);
  await page.goto(verifier.url.replace("verify.html", "old.html"));
  await fill(page, USUAL);
  assert.equal(await verify(page), "verified");
  await page.close();
});

for (
  const [owner, name] of [["", "fromBase64"], ["", "fromHex"], [".prototype", "toHex"]] as const
) {
  Deno.test(`a browser without Uint8Array${owner}.${name} is told so, and has no form`, async () => {
    const page = await chromium().newPage();
    await page.addInitScript(`delete Uint8Array${owner}.${name}`);
    await page.goto(verifier.url);
    assert.equal(
      await page.innerText("#unusable"),
      "This page needs Chrome 140, Firefox 133 or Safari 18.2, or later: " +
        `this browser has no Uint8Array${owner}.${name}.`,
    );
    assert.equal(await page.isVisible("#form"), false);
    await page.close();
  });
}

Deno.test("a large package is hashed with a bar, and can be cancelled", async () => {
  await Deno.writeFile(path("large.so"), new Uint8Array());
  // A hole takes no room.
  await Deno.truncate(path("large.so"), 64 * 2 ** 30);
  await withPage(async (page) => {
    await fill(page, ["large.so", "pkg.so.sig", "release.pub.pem"]);
    await page.click("#verify");
    await page.locator(`#progress:not([value="0"])`).waitFor();
    assert.equal(await page.getByRole("progressbar", { name: "Hashing the package" }).count(), 1);
    assert.deepEqual(await violationsOf(page), []);
    await page.click("#cancel");
    assert.equal(await shownCode(page), "interrupted");
    assert.equal(await page.isVisible("#progress"), false);
  });
});

Deno.test("a package of any size takes a bounded memory", async () => {
  await Deno.writeFile(path("vast.so"), new Uint8Array());
  await Deno.truncate(path("vast.so"), 768 * MIB);
  await withPage(async (page) => {
    await fill(page, ["vast.so", "pkg.so.sig", "release.pub.pem"]);
    const before = await rendererPeak();
    assert.equal(await verify(page), "package_tampered");
    const taken = await rendererPeak() - before;
    assert(taken < 100 * MIB, `${taken / MIB} MiB`);
  });
});

const MIB = 2 ** 20;

/** The most memory that a process of pages of this browser has had, in bytes. Others run beside it. */
async function rendererPeak(): Promise<number> {
  const session = await chromium().newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const files = processInfo.filter(({ type }) => type === "renderer").map(({ id }) =>
    `/proc/${id}/status`
  );
  const { stdout } = await new Deno.Command("grep", { args: ["VmHWM", ...files] }).output();
  const peaks = new TextDecoder().decode(stdout).matchAll(/(\d+) kB$/gm);
  return Math.max(...Array.from(peaks, ([, peak]) => Number(peak) * 1024));
}

Deno.test("the policy lets nothing in the page fetch, open a socket or load from anywhere", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const page = await chromium().newPage();
  await page.goto(verifier.url);
  const { port } = listener.addr;
  for (const attempt of attempts(`127.0.0.1:${port}`)) await page.evaluate(attempt);
  await page.close();
  const own = await Deno.connect({ port });
  const first = await listener.accept();
  assert.deepEqual(first.remoteAddr, own.localAddr);
  for (const one of [own, first, listener]) one.close();
});

/** Ways to connect, each of which ends when the browser gives it up. */
function attempts(host: string): readonly string[] {
  const ended = (start: string) => `new Promise((onerror) => { ${start} })`;
  const image = `Object.assign(new Image(), { onerror, src: "http://${host}/" })`;
  const style = `Object.assign(document.createElement("link"), {
    onerror, rel: "stylesheet", href: "http://${host}/"
  })`;
  return [
    `fetch("http://${host}/").catch(() => {})`,
    ended(`new WebSocket("ws://${host}/").onerror = onerror`),
    ended(`new EventSource("http://${host}/").onerror = onerror`),
    ended(`document.body.append(${image})`),
    ended(`document.body.append(${style})`),
  ];
}

Deno.test("served over HTTP it is the same page, under its headers", async () => {
  const html = await Deno.readTextFile(path("verify.html"));
  const page = pageAnswer(PAGES.verifier, html);
  const headers = { ...page.headers, "content-type": "text/html; charset=utf-8" };
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    () => new Response(html, { headers }),
  );
  try {
    await withPage(async (page) => {
      await fill(page, USUAL);
      assert.equal(await verify(page), "verified");
      assert.equal(await page.evaluate("crossOriginIsolated"), true);
    }, { url: `http://127.0.0.1:${server.addr.port}/verify` });
  } finally {
    await server.shutdown();
  }
});
