import assert from "node:assert/strict";
import { parseApiUrl, requireSafeTransport } from "../../../src/cli/server/api_url.ts";

Deno.test("a URL of a server is http or https, with a path at most, and without a slash at its end", () => {
  const cases = [
    ["http://localhost:8080", "http://localhost:8080"],
    ["https://cloacina.example.org/", "https://cloacina.example.org"],
    ["HTTPS://Cloacina.Example.Org:443//", "https://cloacina.example.org"],
    ["https://example.org/signing/", "https://example.org/signing"],
    ["https://example.org/a@b", "https://example.org/a@b"],
    ["http://[::1]:8080", "http://[::1]:8080"],
    ["http://127.1:80/x", "http://127.0.0.1/x"],
  ] as const;
  for (const [text, url] of cases) assert.equal(parseApiUrl(text, "here"), url);
});

Deno.test("any other URL is refused by the place that it comes from, and never repeated", () => {
  const texts = [
    "",
    "hunter2",
    "hunter2:8080",
    "localhost:8080",
    "//hunter2",
    "ftp://hunter2",
    "file:///etc/hunter2",
    "http:hunter2",
    "http:/hunter2",
    "http:///hunter2",
    "http://",
    "http://user:hunter2@h",
    "http://hunter2@h",
    "http://@hunter2",
    "https://h/?api_key=hunter2",
    "https://h?",
    "https://h/#hunter2",
    "https://h#",
    "https://h\\hunter2",
    "https://h/hun ter2",
    " https://hunter2",
    "https://hunter2\n",
    "https://h:hunter2",
    "https://h:99999",
    "https://hunter2%00",
  ];
  for (const text of texts) {
    assert.throws(() => parseApiUrl(text, "CLOACINA_API_URL"), (error: Error) => {
      assert.match(error.message, /^Cannot connect to the server of CLOACINA_API_URL: /);
      assert.doesNotMatch(error.message, /hunter2/);
      return "code" in error && error.code === "invalid_request";
    }, text);
  }
});

Deno.test("a token goes over plain http to this very machine only", () => {
  const safe = [
    "https://example.org",
    "http://localhost:8080",
    "http://127.0.0.1",
    "http://127.255.0.3:1",
    "http://[::1]:8080/x",
  ];
  const unsafe = [
    "http://example.org",
    "http://localhost.example.org",
    "http://128.0.0.1",
    "http://127.0.0.1.example.org",
    "http://[::2]",
    "http://[::ffff:127.0.0.1]",
    "http://0.0.0.0",
  ];
  const here = { source: "here", hint: "use https" };
  for (const url of safe) requireSafeTransport(parseApiUrl(url, "here"), here);
  for (const url of unsafe) {
    assert.throws(() => requireSafeTransport(parseApiUrl(url, "here"), here), {
      code: "invalid_request",
      message:
        "Cannot connect to the server of here: plain http to another machine would show the token to anyone who listens",
      hint: here.hint,
    });
  }
});
