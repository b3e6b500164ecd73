import assert from "node:assert/strict";
import type { SignatureRecord } from "../../../src/domain/records.ts";
import type { SavedSignature, Storing } from "../../../src/store/store.ts";
import { recordBuilder } from "../../contracts/records.ts";
import { execute } from "./engine_database.ts";
import { temporarySqlite } from "./temporary_sqlite.ts";

const ALL = { limit: 9, offset: 0 };

Deno.test("a signature that a trigger leaves out is refused, and those of others at the same time are stored", async () => {
  const { store, path, close } = await temporarySqlite();
  try {
    const make = recordBuilder();
    const [good, dropped, better] = [make.signature(), make.signature(), make.signature()];
    execute(path, dropping(dropped));
    const refusal = {
      code: "store_corrupt",
      message: `Cannot store the signatures in the database "${path}": ` +
        "they were not stored as they were written",
      hint: "nothing was changed; find out which trigger or rule changes them",
    };
    const { fingerprint } = make.signingKey();
    const outcomes = [good, dropped, better].map((row) =>
      store.storing([fingerprint], keeping(row))
    );
    await Promise.all([outcomes[0], assert.rejects(outcomes[1]!, refusal), outcomes[2]]);
    const importing = store.transaction((writer) => writer.importSignatures([dropped]));
    await assert.rejects(importing, refusal);
    const { rows } = await store.listSignatures({ orgId: null, fingerprint: null }, ALL);
    assert.deepEqual(new Set(rows.map(({ id }) => id)), new Set([good.id, better.id]));
  } finally {
    await close();
  }
});

function dropping({ packageHash }: SignatureRecord): string {
  return "CREATE TRIGGER dropping BEFORE INSERT ON package_signatures " +
    `WHEN new.package_hash = '${packageHash}' BEGIN SELECT RAISE(IGNORE); END`;
}

function keeping(row: SignatureRecord): Storing<readonly SavedSignature[]> {
  return {
    signatures: [row],
    check: () => Promise.resolve(),
    finish: (saved) => Promise.resolve(saved),
  };
}
