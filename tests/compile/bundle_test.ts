import assert from "node:assert/strict";
import { BUILD } from "../../src/build.ts";
import {
  buildModule,
  bundleFailure,
  pageModule,
  referencedModules,
  withRequire,
} from "../../scripts/compile/bundle.ts";

Deno.test("a build's facts replace the module that a run from source has", async () => {
  const facts = { ...BUILD, kind: "offline", commit: 'a "quoted" commit' } as const;
  const url = `data:text/javascript,${encodeURIComponent(buildModule(facts))}`;
  assert.deepEqual({ ...await import(url) }, { BUILD: facts });
});

Deno.test("an executable carries the pages, and one without a network none", async () => {
  const html = "<p>\u2028`${'\"'}`</p>";
  const textIn = async (kind: "executable" | "offline") => {
    const source = pageModule({ ...BUILD, kind }, new Map([["a.html", html]]));
    const { pageText } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
    return [await pageText("a.html"), await pageText("constructor")];
  };
  assert.deepEqual(await textIn("executable"), [html, null]);
  assert.deepEqual(await textIn("offline"), [null, null]);
});

Deno.test("the modules that a bundled file needs are found, once each, and no others", () => {
  const source = `
    import { a } from "./chunk-55TEBJ3C.js";
    const load = () => import('./list-2HC2AYB4.js');
    new URL(bundled ? "./hash_worker.js" : "./hash_worker.ts", import.meta.url);
    export * from "./chunk-55TEBJ3C.js";
    import "node:fs"; const text = "see ./other.js";
  `;
  const modules = ["chunk-55TEBJ3C.js", "list-2HC2AYB4.js", "hash_worker.js"];
  assert.deepEqual(referencedModules(source), modules);
});

Deno.test("a package that requires what is built in gets it, and a bundle in which it would not is refused", async () => {
  const source = (end: string) =>
    `const load = (function (a) { throw Error('Dynamic require of "'+a+'" is not supported')${end} });` +
    'export const util = load("node:util");';
  const { util } = await import(`data:text/javascript,${withRequire(source(""))}`);
  assert.equal(util, (await import("node:util")).default);
  const other = source("").replace("'+a+'", "' + a + '");
  assert.throws(() => withRequire(other), { code: "invalid_request" });
  assert.equal(withRequire("export {};"), "export {};");
});

/** What Deno 2.7.11 prints where esbuild cannot be downloaded. */
const NO_ESBUILD =
  `error: Failed loading https://registry.npmjs.org/@esbuild%2flinux-x64 for package "@esbuild/linux-x64"

Caused by:
    error sending request for url (https://registry.npmjs.org/@esbuild%2flinux-x64): client error (Connect): `;

Deno.test("a registry whose certificate Deno does not know is told apart, and the variable named that helps", () => {
  const failure = bundleFailure("main.ts", `${NO_ESBUILD}invalid peer certificate: UnknownIssuer`);
  assert.match(failure.message, /^Cannot bundle main\.ts: Failed loading .*esbuild/);
  assert.match(failure.hint!, /DENO_TLS_CA_STORE=system$/);
  assert.equal(bundleFailure("main.ts", `${NO_ESBUILD}timed out`).hint, undefined);
});
