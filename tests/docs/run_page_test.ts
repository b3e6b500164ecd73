import assert from "node:assert/strict";
import { runPage } from "./run_page.ts";
import { comparable, shellBlocks } from "./shell_blocks.ts";

/** A page with blocks of code: each its kind and text, or a line between two of them. */
function pageOf(...parts: readonly (string | readonly [kind: string, text: string])[]): string {
  return parts.map((part) =>
    typeof part === "string" ? `${part}\n` : `\`\`\`${part[0]}\n${part[1]}\n\`\`\`\n`
  ).join("\n");
}

const run = (page: string) => runPage(shellBlocks(page), {});

Deno.test("blocks of shell are found with their lines, and with the output directly below them", () => {
  const page = pageOf("# Page", ["sh", "a"], ["text", "b"], ["json", "no"], ["sh", "c"], "then", [
    "json",
    "{}",
  ]);
  assert.deepEqual(shellBlocks(page), [
    { line: 3, text: "a\n", output: "b\n" },
    { line: 15, text: "c\n", output: null },
  ]);
});

Deno.test("ids, hashes, signatures, tokens and times differ from run to run, and nothing else may", () => {
  const shown = `id 7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11 at 2026-01-28T12:00:00Z: ${
    "a".repeat(64)
  }`;
  const printed = `id 1b671a64-40d5-491e-99b0-da01ff1f3341 at 2027-02-01T01:02:03Z: ${
    "0".repeat(64)
  }`;
  assert.equal(comparable(printed), comparable(shown));
  assert.notEqual(comparable("7f3f6a52"), comparable("1b671a64"));
  assert.notEqual(comparable("A".repeat(43)), comparable("B".repeat(43)));
});

Deno.test("a page passes whose blocks work in one shell and print what it shows", () =>
  run(pageOf(["sh", "name=b\necho a > a"], ["sh", 'cat a; echo "$name"'], ["text", "a\nb"])));

Deno.test("a block that fails is a failure, also where it is not the last command", () =>
  assert.rejects(run(pageOf(["sh", "true"], ["sh", "cat gone\ntrue"])), /the block in line 5/));

Deno.test("a block that prints something else than the page shows is a failure", () =>
  assert.rejects(run(pageOf(["sh", "echo a"], ["text", "b"])), /the block in line 1/));

Deno.test("a task that there is not is a failure", async () => {
  await run(pageOf(["sh", "npx -y deno@2.9.6 task test"]));
  await assert.rejects(run(pageOf(["sh", "npx -y deno@2.9.6 task tests"])), /no such task/);
});

Deno.test("a block that goes on behind a server is a failure: pasted, it would never get there", () =>
  assert.rejects(
    run(pageOf(["sh", "cloacina serve --bind 127.0.0.1:8080\ntrue"])),
    /goes on behind/,
  ));

Deno.test("a block that leaves a secret where others may read it is a failure", () =>
  assert.rejects(run(pageOf(["sh", "cloacina master-key generate > key"])), /a secret in a file/));

Deno.test("a block with a comment is a failure: zsh takes one that is typed for arguments", () =>
  assert.rejects(run(pageOf(["sh", "true # or not"])), /has a comment/));
