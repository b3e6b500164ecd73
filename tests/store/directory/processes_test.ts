import assert from "node:assert/strict";
import { openDirectory } from "../../../src/store/directory/open_directory.ts";
import type { Store } from "../../../src/store/store.ts";
import { afterStep, contentsOf, NOTHING } from "./steps.ts";
import { scriptCommand } from "./writer_process.ts";

const ALL = { limit: 100, offset: 0 };

Deno.test("of 8 processes that add a key of one name, exactly one does", async () => {
  await withDirectory(async (root, store) => {
    const racers = numbers(8).map((number) => ["key", root, `racer ${number}`, "release"]);
    const answers = await race(racers);
    assert.deepEqual(answers.sort(), ["done", ...Array(7).fill("duplicate_name")]);
    const { total } = await store.listSigningKeys({ orgId: null, includeRevoked: true }, ALL);
    assert.equal(total, 1);
  });
});

Deno.test("of 16 processes that write at once, none loses anything", async () => {
  await withDirectory(async (root, store) => {
    const seeds = numbers(16).map((number) => `writer ${number}`);
    const answers = await race(seeds.map((seed) => ["steps", root, seed, "4"]));
    assert.deepEqual(answers, Array(16).fill("done"));
    const { keys, signatures } = await contentsOf(store, "");
    const expected = seeds.map((seed) =>
      numbers(4).reduce((before, step) => afterStep(before, seed, step), NOTHING)
    );
    assert.deepEqual(byId(keys), byId(expected.flatMap((contents) => contents.keys)));
    const signed = expected.flatMap((contents) => contents.signatures);
    assert.deepEqual(byId(signatures), byId(signed));
  });
});

/** Starts all processes, lets them go once all are ready, and gives back what each said. */
async function race(racers: readonly (readonly string[])[]): Promise<string[]> {
  const children = racers.map((args) => {
    const [program = "", ...rest] = scriptCommand("racer.ts", ...args);
    const streams = { stdin: "piped", stdout: "piped" } as const;
    return new Deno.Command(program, { args: rest, ...streams }).spawn();
  });
  const outputs = children.map(({ stdout }) =>
    stdout.pipeThrough(new TextDecoderStream()).getReader()
  );
  for (const output of outputs) assert.equal((await output.read()).value, "ready\n");
  await Promise.all(children.map((child) => child.stdin.close()));
  const answers = await Promise.all(outputs.map((output) => output.read()));
  await Promise.all(children.map((child) => child.status));
  await Promise.all(outputs.map((output) => output.cancel()));
  return answers.map(({ value = "" }) => value.trim());
}

async function withDirectory(body: (root: string, store: Store) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "cloacina-test-" });
  try {
    // The directory itself is made in the race as well.
    const root = `${folder}/keys`;
    await body(root, await openDirectory({ kind: "directory", path: root }));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at);
}

function byId<Row extends { readonly id: string }>(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted((a, b) => a.id < b.id ? -1 : 1);
}
