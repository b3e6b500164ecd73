import assert from "node:assert/strict";
import { CloacinaError } from "../../../../src/errors.ts";
import { refusalOf } from "../../../../src/http/server/refusal.ts";
import { requirePlainRequest } from "../../../../src/http/server/limits/request_shape.ts";

/** A request as the runtime hands it on: one of a client's making could not have all of these headers. */
function request(headers: Readonly<Record<string, string>>, url = "https://h/v1/whoami"): Request {
  return { url, headers: new Headers(headers) } as Request;
}

/** With which status it is refused, why, and whether its connection ends. Null for what is let through. */
function refusal(one: Request): readonly [status: number, state: string, closes: boolean] | null {
  try {
    requirePlainRequest(one);
    return null;
  } catch (error) {
    assert.ok(error instanceof CloacinaError);
    assert.equal(error.code, "invalid_request");
    const [, state] = /^Cannot read the request: ([^\n]+)$/.exec(error.message)!;
    const { status, headers } = refusalOf(error);
    return [status, state!, headers["connection"] === "close"];
  }
}

const PLAIN: readonly (readonly [what: string, one: Request])[] = [
  ["nothing but a path", request({})],
  ["a host, over plain http", request({ host: "h" }, "http://h/v1/whoami")],
  ["no host, as HTTP/1.0 has it, over plain http", request({}, "http://h/v1/whoami")],
  ["a length", request({ "content-length": "0" })],
  ["chunks", request({ "transfer-encoding": "Chunked" })],
  ["an escaped letter", request({}, "https://h/v1/%77hoami")],
  ["an escaped slash in its query", request({}, "https://h/v1/whoami?reference=a%2fb%00")],
  ["64 headers", request(Object.fromEntries(headers(64)))],
  ["16 KiB of headers", request({ a: "x".repeat(16 * 1024 - 1) })],
  ["a comma in another header", request({ accept: "a, b" })],
];

for (const [what, one] of PLAIN) {
  Deno.test(`a request with ${what} is let through`, () => assert.equal(refusal(one), null));
}

function headers(count: number): readonly (readonly [string, string])[] {
  return Array.from({ length: count }, (_, index) => [`x-${index}`, "y"] as const);
}

const NO_NUMBER = "its content-length is not a number";
const CODING = "its transfer coding is not chunked";
const PATH = "its path has an escaped slash, dot or NUL";
const MANY = "it has too many headers";

const REFUSED: readonly (readonly [
  what: string,
  one: Request,
  status: number,
  state: string,
  closes: boolean,
])[] = [
  [
    "two kinds of length",
    request({ "content-length": "1", "transfer-encoding": "chunked" }),
    400,
    "it has both a content-length and a transfer-encoding",
    true,
  ],
  ["two lengths", request({ "content-length": "1, 1" }), 400, NO_NUMBER, true],
  ["a signed length", request({ "content-length": "+1" }), 400, NO_NUMBER, true],
  ["a negative length", request({ "content-length": "-1" }), 400, NO_NUMBER, true],
  ["a length in hex", request({ "content-length": "0x1" }), 400, NO_NUMBER, true],
  ["an empty length", request({ "content-length": "" }), 400, NO_NUMBER, true],
  ["a length of 16 digits", request({ "content-length": "1".repeat(16) }), 400, NO_NUMBER, true],
  ["another coding", request({ "transfer-encoding": "gzip" }), 400, CODING, true],
  ["two codings", request({ "transfer-encoding": "gzip, chunked" }), 400, CODING, true],
  ["chunks twice", request({ "transfer-encoding": "chunked, chunked" }), 400, CODING, true],
  ["an empty coding", request({ "transfer-encoding": "" }), 400, CODING, true],
  [
    "two tokens",
    request({ authorization: "Bearer a, Bearer b" }),
    400,
    "it repeats the header authorization",
    true,
  ],
  ["two hosts", request({ host: "a, b" }), 400, "it repeats the header host", true],
  [
    "two types",
    request({ "content-type": "application/json, text/html" }),
    400,
    "it repeats the header content-type",
    true,
  ],
  ["65 headers", request(Object.fromEntries(headers(65))), 431, MANY, false],
  ["over 16 KiB of headers", request({ a: "x".repeat(16 * 1024) }), 431, MANY, false],
  ["an escaped slash", request({}, "https://h/v1%2fwhoami"), 400, PATH, false],
  ["an escaped slash in upper case", request({}, "https://h/v1%2Fwhoami"), 400, PATH, false],
  ["an escaped dot", request({}, "https://h/v1/%2e%2E/metrics"), 400, PATH, false],
  ["an escaped backslash", request({}, "https://h/v1%5cwhoami"), 400, PATH, false],
  ["a backslash", request({}, "https://h/v1\\whoami"), 400, PATH, false],
  ["an escaped NUL", request({}, "https://h/v1/whoami%00"), 400, PATH, false],
  ["no URL", request({}, "https://a b[/"), 400, "its host or its path is malformed", false],
];

for (const [what, one, status, state, closes] of REFUSED) {
  Deno.test(`a request with ${what} is refused with ${status}`, () => {
    assert.deepEqual(refusal(one), [status, state, closes]);
  });
}
