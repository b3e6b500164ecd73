import assert from "node:assert/strict";
import { loadRoutes } from "../../../src/cli/commands/routes.ts";
import { manPages } from "../../../src/cli/man/man_page.ts";
import { toPlainText } from "../../../src/cli/man/plain_text.ts";

const ROOT = await loadRoutes();
const PAGES = await manPages(ROOT, []);

Deno.test("there is a page for each command and group, and each is named once", () => {
  const names = PAGES.map(({ name }) => name);
  assert.equal(names[0], "cloacina");
  assert.ok(names.includes("cloacina-keys-trusted"));
  assert.ok(names.includes("cloacina-master-key-rotate"));
  assert.ok(names.length > 45, `${names.length} pages`);
  assert.equal(new Set(names).size, names.length);
});

Deno.test("words lead to the page of a command, and those below it follow", async () => {
  const namesOf = async (...words: readonly string[]) =>
    (await manPages(ROOT, words)).map(({ name }) => name);
  assert.deepEqual(await namesOf("package", "sign"), ["cloacina-package-sign"]);
  assert.deepEqual(await namesOf("keys", "trusted"), [
    "cloacina-keys-trusted",
    "cloacina-keys-trusted-list",
    "cloacina-keys-trusted-revoke",
  ]);
  for (const words of [["sign"], ["package", "sgin"], ["doctor", "doctor"], ["masterKey"]]) {
    await assert.rejects(manPages(ROOT, words), { code: "invalid_request" });
  }
});

Deno.test("every page that a page refers to exists", () => {
  const names = new Set(PAGES.map(({ name }) => name));
  for (const page of PAGES) {
    const text = toPlainText(page, 80).replaceAll(/\s+/g, " ");
    const referred = Array.from(text.matchAll(/([\w-]+)\(1\)/g), ([, name]) => name!);
    assert.ok(referred.length > 0, page.name);
    for (const name of referred) assert.ok(names.has(name), `${page.name}: ${name}`);
    assert.ok(text.startsWith(`NAME ${page.name} - `), page.name);
  }
});

Deno.test("no line of a page is wider than the terminal, examples aside", () => {
  for (const width of [40, 80, 120]) {
    for (const page of PAGES) {
      const text = toPlainText(page, width).replace(/\nEXAMPLES\n.*?\n\n/s, "");
      // The name of a page, and that of a variable, are never broken.
      const broken = text.split("\n").filter((line) => line.trim().includes(" "));
      for (const line of broken) assert.ok(line.length <= width, `${width}: ${line}`);
    }
  }
});
