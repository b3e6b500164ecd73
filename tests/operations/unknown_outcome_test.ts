import assert from "node:assert/strict";
import type { AuditEvent } from "../../src/domain/audit_event.ts";
import { toCloacinaError } from "../../src/errors.ts";
import { localMasterKeyOperations, localOperations } from "../../src/operations/local.ts";
import { execute } from "../testkit/postgres_database.ts";
import { cutInCommit } from "../store/postgres/cut_in_commit.ts";
import { localParts, MASTER_KEY, ORG } from "./kit.ts";
import { STORE_PLACES } from "./store_places.ts";

const NEW_KEY = new Uint8Array(32).fill(0x6e);
const REPAIR = "drop trigger wait_at_commit on signing_keys; drop function wait_for_lock";

Deno.test("a change whose commit is cut has a line of its own, and is right to repeat", () =>
  STORE_PLACES["postgres"]!(async ({ location, open }) => {
    const lines: AuditEvent[] = [];
    const audit = (events: readonly AuditEvent[]) => Promise.resolve(void lines.push(...events));
    const { keys } = localOperations(localParts(await open(), audit));
    const generate = () => keys.generate({ orgId: ORG, name: "key", trust: false });
    const { code } = await cutInCommit(location, () => generate().then(notCut, toCloacinaError));
    assert.equal(code, "outcome_unknown");
    assert.deepEqual(
      lines.map(({ type, reason, retracts }) => [type, reason, retracts]),
      [
        ["key.signing.created", "generated", undefined],
        ["change.outcome_unknown", "key.signing.created", undefined],
      ],
    );
    assert.equal(lines[1]?.keyId, lines[0]?.keyId);
    await execute(location, REPAIR);
    const { name } = await generate();
    assert.equal(name, "key");
    await assert.rejects(generate(), { code: "duplicate_name" });
  }));

Deno.test("a cut rotation of the master key says to keep both keys", () =>
  STORE_PLACES["postgres"]!(async ({ location, open }) => {
    const parts = localParts(await open());
    await localOperations(parts).keys.generate({ orgId: ORG, name: "key", trust: false });
    const { rotate } = localMasterKeyOperations(parts);
    const request = { oldKey: MASTER_KEY.slice(), newKey: NEW_KEY, document: null };
    const { code, hint } = await cutInCommit(
      location,
      () => rotate(request).then(notCut, toCloacinaError),
    );
    assert.equal(code, "outcome_unknown");
    assert.match(hint ?? "", /^keep both master keys until `cloacina master-key check` /);
    await execute(location, REPAIR);
    assert.deepEqual(await rotate(request), { resealed: 1, alreadyNew: 0 });
  }));

function notCut(): never {
  return assert.fail("its commit was not cut");
}
