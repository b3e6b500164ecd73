import assert from "node:assert/strict";
import { messagesOf } from "./run_rules.ts";

const WHO_MAY =
  "only pages/, files/, store/postgres/, store/sqlite/, store/directory/, store/open.ts, " +
  "http/client/client*, http/server/serve*, cli/terminal/terminal*, cli/create_context.ts, cli/read_env.ts and main.ts may touch the machine";

/** Sources that touch the machine, and how the message names the touch. */
const TOUCHES: readonly (readonly [string, string])[] = [
  [`Deno.readFileSync("a");`, "Deno.readFileSync()"],
  [`const { readFile } = Deno;`, "Deno.readFile"],
  [`let file: Deno.FsFile;`, "Deno.FsFile"],
  [`type Info = typeof Deno.version;`, "Deno.version"],
  [`class File implements Deno.Closer {}`, "Deno.Closer"],
  [`interface File extends Deno.Closer {}`, "Deno.Closer"],
  [`import Errors = Deno.errors;`, "Deno.errors"],
  [`const runs = typeof Deno !== "undefined";`, "Deno"],
  [`Deno?.env?.get("A");`, "Deno.env.get()"],
  [`(Deno as any)["env"]!.get("A");`, "Deno.env.get()"],
  [`export default Deno;`, "Deno"],
  ["const text = `${Deno.pid}`;", "Deno.pid"],
  [`declare const Deno: { pid: number }; Deno.pid;`, "Deno.pid"],
  [`import type { Deno } from "./a.ts"; Deno.pid;`, "Deno.pid"],
  [`function a() { const Deno = 1; } Deno.pid;`, "Deno.pid"],
  [`Date.now();`, "Date.now()"],
  [`const clock = Date.now;`, "Date.now"],
  [`Date["now"]();`, "Date.now()"],
  ["Date[`now`]();", "Date.now()"],
  [`const { now } = Date;`, "Date.now"],
  [`let now; ({ now } = Date);`, "Date.now"],
  [`const clock = ({ now: tick } = Date) => tick;`, "Date.now"],
  [`(Date satisfies Clock).now();`, "Date.now()"],
  [`(<any> Date).now();`, "Date.now()"],
  [`Date.prototype.constructor();`, "Date.prototype.constructor()"],
  [`new Date();`, "new Date()"],
  [`new Date;`, "new Date()"],
  [`new Date(...parts);`, "new Date()"],
  [`Date();`, "Date()"],
  [`Date(1);`, "Date()"],
  [`const Clock = Date;`, "Date"],
  [`Reflect.construct(Date, []);`, "Date"],
  [`class Clock extends Date {}`, "Date"],
  [`Date[name]();`, "Date"],
  [`const { ...all } = Date;`, "Date"],
  [`const { [name]: all } = Date;`, "Date"],
  [`performance.now();`, "performance.now()"],
  [`Temporal.Now.instant();`, "Temporal.Now.instant()"],
  [`Math.random();`, "Math.random()"],
  [`const { random = 1 } = Math;`, "Math.random"],
  [`const Numbers = Math;`, "Math"],
  [`crypto.getRandomValues(bytes);`, "crypto.getRandomValues()"],
  [`crypto.randomUUID();`, "crypto.randomUUID()"],
  [`crypto.subtle.digest("SHA-256", bytes);`, "crypto.subtle.digest()"],
  [`const { subtle: { digest } } = crypto;`, "crypto.subtle.digest"],
  [`fetch("http://localhost");`, "fetch()"],
  [`const send = { fetch };`, "fetch"],
  [`const send = (get = fetch) => get;`, "fetch"],
  [`new WebSocket("ws://localhost");`, "new WebSocket()"],
  [`new WebSocketStream("ws://localhost");`, "new WebSocketStream()"],
  [`new EventSource("http://localhost");`, "new EventSource()"],
  [`new BroadcastChannel("a");`, "new BroadcastChannel()"],
  [`new Worker("./a.ts");`, "new Worker()"],
  [`class Hasher extends Worker {}`, "Worker"],
  [`setTimeout(done, 1);`, "setTimeout()"],
  [`setInterval(done, 1);`, "setInterval()"],
  [`setImmediate(done);`, "setImmediate()"],
  [`AbortSignal.timeout(1);`, "AbortSignal.timeout()"],
  [`process.env.A;`, "process.env.A"],
  [`navigator.hardwareConcurrency;`, "navigator.hardwareConcurrency"],
  [`prompt("a");`, "prompt()"],
  [`alert("a");`, "alert()"],
  [`confirm("a");`, "confirm()"],
  [`localStorage.getItem("a");`, "localStorage.getItem()"],
  [`sessionStorage.clear();`, "sessionStorage.clear()"],
  [`caches.open("a");`, "caches.open()"],
  [`eval("1");`, "eval()"],
  [`new Function("return 1");`, "new Function()"],
  [`globalThis.Deno.pid;`, "Deno.pid"],
  [`globalThis.Date.now();`, "Date.now()"],
  [`new globalThis.Date();`, "new Date()"],
  [`globalThis["fetch"]("http://localhost");`, "fetch()"],
  [`globalThis?.process?.exit(0);`, "process.exit()"],
  [`(globalThis as any).crypto.randomUUID();`, "crypto.randomUUID()"],
  [`globalThis.globalThis.performance.now();`, "performance.now()"],
  [`self.setTimeout(done, 1);`, "setTimeout()"],
  [`window.fetch("http://localhost");`, "fetch()"],
  [`global.process.pid;`, "process.pid"],
  [`const { Date: { now } } = globalThis;`, "Date.now"],
  [`const { process: machine } = globalThis;`, "process"],
  [`type Global = typeof globalThis.Deno;`, "Deno"],
  [`globalThis[name];`, "globalThis"],
  [`const everything = globalThis;`, "globalThis"],
  [`const { ...everything } = globalThis;`, "globalThis"],
];

Deno.test("each touch of the machine is refused, once and by name", () => {
  for (const [source, what] of TOUCHES) {
    const found = messagesOf("machine", "src/domain/a.ts", source);
    assert.equal(found.length, 1, `${source}\n${found.join("\n")}`);
    assert.ok(found[0]?.startsWith(`Cannot use ${what} in src/domain/a.ts: `), found[0]);
    assert.ok(found[0]?.endsWith(WHO_MAY), found[0]);
  }
});

/** Sources that only look as if they touched it. */
const PURE: readonly string[] = [
  `new Date(0); new Date(value); new Date(2026, 0, 1); new globalThis.Date("2026-01-28");`,
  `Date.parse(text); Date.UTC(2026, 0); const { UTC } = Date;`,
  `if (value instanceof Date || value instanceof globalThis.Date) {}`,
  `const at = (value: Date): globalThis.Date => value;`,
  `Math.max(1, 2); const { min, max } = Math;`,
  `new TextEncoder(); new URL("a:b"); atob(""); structuredClone(1); queueMicrotask(done);`,
  `new AbortController(); if (signal instanceof AbortSignal) {}`,
  `let send: typeof fetch; let worker: Worker; let web: typeof globalThis.fetch; let f: Function;`,
  `const a = { process: 1, fetch() {}, get console() { return 1; }, "Deno": 1 };`,
  `a.process; a.fetch(); a?.console.log; this.Deno; a["Date"]; a.globalThis;`,
  `interface A { process: 1; fetch(url: string): void; readonly crypto: 1 }`,
  `class A { fetch = 1; process() {} static console = 1; #Deno = 1; get Worker() { return 1; } }`,
  `type Pair = [process: number, fetch: string]; enum A { process, fetch }`,
  `type Send = (fetch: string, process: number) => void; type Keyed = { [process: string]: 1 };`,
  `interface Worker {} export type { Worker }; class A<Worker> {} function a<process>() {}`,
  `class A implements Worker {} interface B extends Worker {} let c: import("./a.ts").Worker;`,
  `const isA = (process: unknown): process is A => new.target && import.meta.url;`,
  `fetch: for (;;) { if (done) continue fetch; break fetch; }`,
  `import { a as fetch } from "./a.ts"; fetch();`,
  `import process from "./a.ts"; process.exit(0);`,
  `import * as crypto from "./a.ts"; crypto.randomUUID();`,
  `export { a as fetch, b as process } from "./a.ts"; export { c as Deno }; const c = 1;`,
  `function a(process: { exit(): void }) { process.exit(); }`,
  `const a = ({ crypto }: Machine) => crypto.randomUUID();`,
  `const a = ({ process = 1, b: { fetch }, ...console }) => [process, fetch(), console.log];`,
  `const a = ([fetch, ...process]) => fetch(process);`,
  `class A { constructor(private readonly process: B, fetch: C) { process.exit(fetch()); } }`,
  `const fetch = () => 1; const a = () => { const b = () => fetch(); };`,
  `const a = () => fetch(); function fetch() {}`,
  `const a = function fetch() { return fetch(); }; const b = class Worker { c = new Worker(); };`,
  `class Worker {} new Worker(); enum process { a } process.a;`,
  `namespace Deno { export const pid = 1; } Deno.pid;`,
  `try { a(); } catch (process) { process.exit(); } try { a(); } catch ({ fetch }) { fetch(); }`,
  `for (const fetch of all) fetch(); for (let Date = 0;;) Date; for (const Deno in all) Deno;`,
  `switch (a) { case 1: let prompt = 1; prompt; }`,
  `function a() { { var process = 1; } return process; }`,
  `function over(fetch: 1): void; function over(fetch: 2): void; function over(fetch: never) { fetch; }`,
  `// Deno.exit();\nconst text = "Deno.exit()"; const re = /Date.now()/;`,
];

Deno.test("what is pure, or the file's own by that name, is left alone", () => {
  for (const source of PURE) {
    assert.deepEqual(messagesOf("machine", "src/domain/a.ts", source), [], source);
  }
});

Deno.test("a name hides the global only inside its own scope", () => {
  for (
    const source of [
      `function a(fetch: B) {} fetch();`,
      `{ const fetch = 1; } fetch();`,
      `for (const fetch of all) {} fetch();`,
      `for (const fetch in all) {} fetch();`,
      `for (let fetch = 0;;) {} fetch();`,
      `function a() { { var fetch = 1; } } fetch();`,
      `const a = function () { var fetch = 1; }; fetch();`,
      `const a = () => { var fetch = 1; }; fetch();`,
      `namespace A { if (a) { var fetch = 1; } } fetch();`,
      `try {} catch (fetch) {} fetch();`,
      `const a = function fetch() {}; fetch();`,
      `switch (a) { case 1: let fetch; } fetch();`,
      `class A { static { var fetch = 1; } } fetch();`,
      `namespace A { const fetch = 1; } fetch();`,
      `type fetch = 1; interface fetch {} fetch();`,
      `declare function fetch(): void; fetch();`,
      `type A = (fetch: 1) => void; fetch();`,
    ]
  ) assert.equal(messagesOf("machine", "src/domain/a.ts", source).length, 1, source);
});

/** Files, and whether they may touch the machine. */
const FILES: readonly (readonly [string, boolean])[] = [
  ["main.ts", true],
  ["src/files/replace.ts", true],
  ["src/store/postgres/pool.ts", true],
  ["src/store/sqlite/rows.ts", true],
  ["src/store/directory/lock.ts", true],
  ["src/store/open.ts", true],
  ["src/http/client/client.ts", true],
  ["src/http/vault/vault_transport.ts", false],
  ["src/http/vault/vault_signer.ts", false],
  ["src/http/server/server.ts", true],
  ["src/http/server/serve_route.ts", true],
  ["src/http/client/pages.ts", false],
  ["src/cli/create_context.ts", true],
  ["src/cli/context.ts", false],
  ["src/cli/terminal/terminal.ts", true],
  ["src/cli/terminal/terminal_progress.ts", true],
  ["src/errors.ts", false],
  ["src/build.ts", false],
  ["src/crypto/ed25519.ts", false],
  ["src/domain/key.ts", false],
  ["src/formats/keys/pem.ts", false],
  ["src/store/store.ts", false],
  ["src/store/sql/first.ts", false],
  ["src/operations/local.ts", false],
  ["src/http/wire.ts", false],
  ["src/http/server/auth.ts", false],
  ["src/cli/app.ts", false],
  ["src/cli/terminal/output.ts", false],
  ["src/cli/commands/keys/rotate.ts", false],
  ["src/unknown/a.ts", false],
];

Deno.test("only the rooms that may touch the machine do", () => {
  for (const [path, allowed] of FILES) {
    for (const source of [`Deno.pid;`, `import "node:fs";`, `import type { A } from "node:fs";`]) {
      assert.equal(messagesOf("machine", path, source).length, allowed ? 0 : 1, path + source);
    }
  }
  for (const path of ["tests/a_test.ts", "scripts/compile.ts", "../other/src/domain/a.ts"]) {
    assert.deepEqual(messagesOf("machine", path, `Deno.pid; console.log(Date.now());`), [], path);
  }
});

/** What src/crypto/ may use, and what it may not. */
const CRYPTO: readonly (readonly [string, string | null])[] = [
  [`crypto.subtle.digest("SHA-256", bytes);`, null],
  [`crypto.getRandomValues(bytes); globalThis.crypto.subtle;`, null],
  [`import { createHash } from "node:crypto";`, null],
  [
    `crypto.randomUUID();`,
    "Cannot use crypto.randomUUID() in src/crypto/a.ts: take it as an argument, crypto/ itself " +
    `uses just subtle and getRandomValues of Web Crypto, ${WHO_MAY}`,
  ],
  [
    `Date.now();`,
    `Cannot use Date.now() in src/crypto/a.ts: take the time as an argument, ${WHO_MAY}`,
  ],
  [
    `import { Buffer } from "node:buffer";`,
    "Cannot import node:buffer from src/crypto/a.ts: crypto/ may import just node:crypto",
  ],
];

Deno.test("crypto/ uses Web Crypto and node:crypto, and nothing else of the machine", () => {
  for (const [source, message] of CRYPTO) {
    const expected = message === null ? [] : [message];
    assert.deepEqual(messagesOf("machine", "src/crypto/a.ts", source), expected);
  }
});

Deno.test("cli/ joins and splits file names, which nobody to its left needs", () => {
  const source = `import { join } from "node:path";`;
  assert.deepEqual(messagesOf("machine", "src/cli/commands/package/sign.ts", source), []);
  assert.deepEqual(messagesOf("machine", "src/operations/package/sign.ts", source), [
    `Cannot import node:path from src/operations/package/sign.ts: ${WHO_MAY}`,
  ]);
});

Deno.test("every form of importing a node: module is refused", () => {
  for (
    const source of [
      `import fs from "node:fs";`,
      `import type { Stats } from "node:fs";`,
      `export { readFileSync } from "node:fs";`,
      `export * from "node:fs";`,
      `const fs = await import("node:fs");`,
      `type Stats = import("node:fs").Stats;`,
    ]
  ) {
    const message = `Cannot import node:fs from src/formats/a.ts: ${WHO_MAY}`;
    assert.deepEqual(messagesOf("machine", "src/formats/a.ts", source), [message], source);
  }
  assert.deepEqual(messagesOf("machine", "src/formats/a.ts", `import { z } from "zod/mini";`), []);
});

Deno.test("console is refused in all of src/, also where the machine may be touched", () => {
  for (const path of ["src/domain/a.ts", "src/files/a.ts", "src/cli/terminal/terminal.ts"]) {
    for (const source of [`console.log(1);`, `const { log } = console;`, `globalThis.console;`]) {
      assert.deepEqual(messagesOf("machine", path, source), [
        `Cannot use console in ${path}: only src/cli/terminal/terminal.ts prints, and through Deno.stdout`,
      ]);
    }
  }
});
