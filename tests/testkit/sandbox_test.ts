import assert from "node:assert/strict";
import { runShell } from "./shell.ts";
import { withSandbox } from "./sandbox.ts";
import type { Tool } from "./tool.ts";

const echo: Tool = { kind: "source", command: ["echo", "it's"], env: {} };

Deno.test("a sandbox has the tool and the files, and is gone afterwards, whatever was done to it", async () => {
  const files = new Map([["deep/down/a b", "content\n"]]);
  const cwd = await withSandbox(echo, files, async ({ cwd, env }) => {
    const line = "cloacina here && cat deep/down/* && chmod -R a-w deep && chmod 0 deep/down";
    const result = await runShell(line, { cwd, env, deadline: 30_000 });
    assert.equal(new TextDecoder().decode(result.stdout), "it's here\ncontent\n");
    assert.equal(result.code, 0);
    return cwd;
  });
  await assert.rejects(Deno.stat(`${cwd}/..`), Deno.errors.NotFound);
});

Deno.test("a sandbox is removed, too, when the test in it fails", async () => {
  let directory = "";
  await assert.rejects(
    withSandbox(echo, new Map(), ({ cwd }) => {
      directory = cwd;
      return Promise.reject(new Error("failed"));
    }),
    { message: "failed" },
  );
  await assert.rejects(Deno.stat(directory), Deno.errors.NotFound);
});
