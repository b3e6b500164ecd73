import assert from "node:assert/strict";
import type { CliContext } from "../../../src/cli/context.ts";
import {
  holdMasterKey,
  masterKeyOf,
  requireFoundMasterKey,
} from "../../../src/cli/secrets/master_key_source.ts";
import { openDirectory } from "../../../src/store/directory/open_directory.ts";
import type { Store } from "../../../src/store/store.ts";
import { recordBuilder } from "../../contracts/records.ts";

Deno.test("a held master key is fetched once, handed out as copies, and wiped at the end", async () => {
  const fetched: Uint8Array[] = [];
  const { source, wipe } = holdMasterKey(() => {
    const key = new Uint8Array(32).fill(7);
    fetched.push(key);
    return Promise.resolve(key);
  });
  const [one, other] = await Promise.all([source(), source()]);
  one.fill(0);
  assert.deepEqual(other, new Uint8Array(32).fill(7));
  assert.deepEqual(await source(), new Uint8Array(32).fill(7));
  await wipe();
  assert.equal(fetched.length, 1);
  assert.deepEqual(fetched[0], new Uint8Array(32));
});

Deno.test("one that was never needed is never fetched, and one that failed has nothing to wipe", async () => {
  await holdMasterKey(() => assert.fail("it was fetched")).wipe();
  const { source, wipe } = holdMasterKey(() => Promise.reject(new Error("none")));
  await assert.rejects(source(), { message: "none" });
  await wipe();
});

/** One who gives the passphrase in the variable. */
const CONTEXT = {
  env: (name: string) => name === "CLOACINA_PASSPHRASE" ? "hunter2" : undefined,
  random: (length: number) => crypto.getRandomValues(new Uint8Array(length)),
  terminal: { tell: () => Promise.resolve() },
} as unknown as CliContext;

/** A key directory in which another process makes the master key and a key with it, just after it was found without. */
async function withRace(
  body: (store: Store, made: () => Uint8Array | undefined) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "cloacina-test-" });
  try {
    const store = await openDirectory({ kind: "directory", path: `${folder}/keys` });
    const file = store.masterKeyFile!;
    let made: Uint8Array | undefined;
    const read = async () => {
      const document = await file.read();
      if (document === null) {
        made = await masterKeyOf(CONTEXT, {}, store).source();
        await store.transaction((writer) => writer.addSigningKey(recordBuilder().signingKey()));
      }
      return document;
    };
    await body({ ...store, masterKeyFile: { ...file, read } }, () => made);
    await store.close();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a master key that another process makes meanwhile, with a key, is used", async () => {
  await withRace(async (store, made) => {
    assert.deepEqual(await masterKeyOf(CONTEXT, {}, store).source(), made());
  });
  await withRace(async (store, made) => {
    assert.deepEqual((await requireFoundMasterKey(CONTEXT, {}, store)).key, made());
  });
});

Deno.test("no master key is made where another process adds a key meanwhile, under one that is kept elsewhere", async () => {
  const folder = await Deno.makeTempDir({ prefix: "cloacina-test-" });
  try {
    const store = await openDirectory({ kind: "directory", path: `${folder}/keys` });
    const file = store.masterKeyFile!;
    let looks = 0;
    const read = async () => {
      looks += 1;
      if (looks === 2) {
        await store.transaction((writer) => writer.addSigningKey(recordBuilder().signingKey()));
      }
      return await file.read();
    };
    const busy = { ...store, masterKeyFile: { ...file, read } };
    await assert.rejects(masterKeyOf(CONTEXT, {}, busy).source(), {
      code: "invalid_request",
      message: /: no master key was given$/,
    });
    assert.equal(await file.read(), null);
    await store.close();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
