import assert from "node:assert/strict";
import { toRoff } from "../../../src/cli/man/roff.ts";

const EDITION = { version: "1.2.3", date: "2026-11-29" };

const bodyOf = (section: { prose: string } | { lines: readonly string[] }) =>
  toRoff({ name: "x", sections: [{ heading: "H", ...section }] }, EDITION)
    .trimEnd().split("\n").slice(2);

Deno.test("a page begins with its name, its date and the version", () => {
  const page = toRoff({ name: "cloacina-orgs", sections: [] }, EDITION);
  assert.equal(page, '.TH CLOACINA-ORGS 1 "2026-11-29" "cloacina 1.2.3" "User Commands"\n');
});

Deno.test("what roff would read as its own is escaped, and the source is ASCII", () => {
  assert.deepEqual(bodyOf({ prose: "a-b \\n 'c' `d` ~ ^ … €" }), [
    "a\\-b \\en \\(aqc\\(aq \\(gad\\(ga \\(ti \\(ha \\[u2026] \\[u20AC]",
  ]);
});

Deno.test("no line of text is a request", () => {
  assert.deepEqual(bodyOf({ prose: ".TH is text" }), ["\\&.TH is text"]);
  assert.deepEqual(bodyOf({ lines: [".so /etc/passwd", "'quoted'"] }), [
    ".EX",
    "\\&.so /etc/passwd",
    "\\(aqquoted\\(aq",
    ".EE",
  ]);
  const long = bodyOf({ prose: `${"word ".repeat(15)}.sig ends it` });
  assert.deepEqual(long.map((line) => line.split(" ")[0]), ["word", "\\&.sig"]);
});

Deno.test("a sentence begins a line, and no line is long", () => {
  assert.deepEqual(bodyOf({ prose: "One. Two (e.g. this). Three" }), [
    "One.",
    "Two (e.g. this).",
    "Three",
  ]);
  for (const line of bodyOf({ prose: "word ".repeat(100) })) assert.ok(line.length < 80, line);
});
