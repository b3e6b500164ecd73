import assert from "node:assert/strict";
import fc from "fast-check";
import { closestTo } from "../../../src/cli/command_line/closest.ts";

const FLAGS = [
  "apiUrl",
  "apiKey",
  "databaseUrl",
  "tlsCert",
  "tlsKey",
  "behindProxy",
  "org",
  "key",
  "keyId",
  "keyDir",
];

Deno.test("what was misspelt leads to the name that is meant, hyphens and capitals aside", () => {
  const misspelt = [
    ["api-url", "apiUrl"],
    ["apiurl", "apiUrl"],
    ["api_url", "apiUrl"],
    ["API-URL", "apiUrl"],
    ["api-ulr", "apiUrl"],
    ["api-ur", "apiUrl"],
    ["api-urll", "apiUrl"],
    ["api-uri", "apiUrl"],
    ["aip-key", "apiKey"],
    ["database-ulr", "databaseUrl"],
    ["tls-cret", "tlsCert"],
    ["behind-prox", "behindProxy"],
    ["behind-prxoy", "behindProxy"],
    ["kye", "key"],
    ["key-ids", "keyId"],
    ["key-dri", "keyDir"],
  ] as const;
  for (const [typed, meant] of misspelt) assert.deepEqual(closestTo(typed, FLAGS), [meant], typed);
});

Deno.test("what is far from every name leads to none, what is as near to several to all of them", () => {
  for (const typed of ["nonsense", "passphrase", "urls-of-nobody", "a".repeat(1_000_000)]) {
    assert.deepEqual(closestTo(typed, FLAGS), [], typed.slice(0, 20));
  }
  assert.deepEqual(closestTo("tls-x", ["tlsA", "tlsB", "other"]), ["tlsA", "tlsB"]);
  assert.deepEqual(closestTo("x", []), []);
});

Deno.test("a name leads to itself, and to no other", () => {
  fc.assert(fc.property(fc.constantFrom(...FLAGS), (name) => {
    assert.deepEqual(closestTo(name, FLAGS), [name]);
  }));
});
