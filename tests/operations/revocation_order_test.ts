import assert from "node:assert/strict";
import fc from "fast-check";
import { getLogger } from "@logtape/logtape";
import type { ApiTokenId } from "../../src/domain/api_token.ts";
import type { AuditEvent } from "../../src/domain/audit_event.ts";
import type { KeyId } from "../../src/domain/ids.ts";
import { CloacinaError, type ErrorCode } from "../../src/errors.ts";
import { openAuditLog } from "../../src/files/audit_log.ts";
import { remoteOperations } from "../../src/http/client/client.ts";
import { ROUTES } from "../../src/http/routes.ts";
import { createApp } from "../../src/http/server/server_app.ts";
import { localOperations } from "../../src/operations/local.ts";
import type { Operations } from "../../src/operations/operations.ts";
import type { LocalParts } from "../../src/operations/parts.ts";
import { tokenAccess } from "../../src/operations/token_access.ts";
import type { Store } from "../../src/store/store.ts";
import { listenWith } from "../http/listening_app.ts";
import { localParts, MASTER_KEY, ORG, testHash } from "./kit.ts";
import { STORE_PLACES, type StorePlace } from "./store_places.ts";

const KEYS = [0, 1, 2] as const;
const TOKENS = [0, 1, 2] as const;

/** What one actor does next: with which key or token, and after how many turns of the event loop. */
interface Step {
  readonly what: "sign" | "store" | "export" | "revoke key" | "rotate" | "revoke token";
  readonly which: number;
  readonly pause: number;
}

/** Half of the steps sign, so that there is something that a revocation can cut off. */
const step = fc.record({
  what: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom<Step["what"]>("sign", "store", "export") },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Step["what"]>("revoke key", "rotate", "revoke token"),
    },
  ),
  which: fc.nat({ max: KEYS.length - 1 }),
  pause: fc.nat({ max: 6 }),
});

/** Actors at terminals of their own, and one for each token, through one server or another. */
interface Plan {
  readonly local: readonly (readonly Step[])[];
  readonly remote: readonly (readonly Step[])[];
}

const plan: fc.Arbitrary<Plan> = fc.record({
  local: fc.array(fc.array(step, { minLength: 4, maxLength: 12 }), { minLength: 3, maxLength: 3 }),
  remote: fc.array(fc.array(step, { minLength: 4, maxLength: 12 }), {
    minLength: TOKENS.length,
    maxLength: TOKENS.length,
  }),
});

/** So that each new key has a name of its own, which nobody takes for an id. */
let rotations = 0;

/** What may be refused, because another actor was faster. */
const TOO_LATE: readonly ErrorCode[] = ["key_revoked", "token_not_found", "unauthorized"];

/** What a step is told that waited for a lock in vain. */
const HELD = /: the lock of a key or token in use is held by /;

interface Subjects {
  readonly keys: readonly KeyId[];
  readonly tokens: readonly { readonly id: ApiTokenId; readonly token: string }[];
}

/** A line of the audit log, as far as it matters here. */
interface Line {
  readonly event_type: string;
  readonly actor: string;
  readonly key_fingerprint?: string;
  readonly token_id?: string;
}

for (const [name, withPlace] of Object.entries(STORE_PLACES)) {
  Deno.test(`${name}: no line of a signature or an export follows the revocation of its key or token`, async () => {
    const seen = { signed: 0, exported: 0, revoked: 0, refused: 0 };
    const holds = fc.asyncProperty(plan, async (actors) => {
      await withPlace(async (place) => {
        const lines = await play(place, actors);
        assertOrdered(lines);
        seen.signed += count(lines, "package.signed");
        seen.exported += count(lines, "key.exported");
        seen.revoked += count(lines, "key.signing.revoked", "api_token.revoked");
        seen.refused += count(lines, "package.sign.failure", "key.export_failed");
      });
    });
    await fc.assert(holds, { numRuns: 8, endOnFailure: true });
    for (const [what, number] of Object.entries(seen)) assert.ok(number > 0, what);
  });
}

async function play(place: StorePlace, actors: Plan): Promise<Line[]> {
  const log = `${place.directory}/audit.log`;
  const subjects = await prepare(await place.open(), log);
  const [first, second] = [await serve(place, log), await serve(place, log)];
  const clients = subjects.tokens.map(({ token: apiKey }, index) =>
    remoteOperations({ url: index % 2 === 0 ? first.url : second.url, apiKey, caCert: null })
  );
  const locals: Operations[] = [];
  for (const _ of actors.local) {
    locals.push(localOperations(partsOf(await place.open(), log, "me")));
  }
  try {
    await Promise.all([
      ...actors.local.map((steps, index) => act(locals[index]!, steps, subjects)),
      ...actors.remote.map((steps, index) => act(clients[index]!, steps, subjects)),
    ]);
  } finally {
    for (const client of clients) client.close();
    await first.stop();
    await second.stop();
  }
  const text = await Deno.readTextFile(log);
  return text.trimEnd().split("\n").map((line) => JSON.parse(line));
}

async function prepare(store: Store, log: string): Promise<Subjects> {
  const { keys, tokens } = localOperations(partsOf(store, log, "me"));
  const subjects = { keys: [] as KeyId[], tokens: [] as Subjects["tokens"][number][] };
  for (const index of KEYS) {
    const { id } = await keys.generate({ orgId: ORG, name: `key ${index}`, trust: true });
    subjects.keys.push(id);
  }
  for (const index of TOKENS) {
    const wish = { role: "admin", keyIds: null, expiresAt: null } as const;
    const created = await tokens.create({ orgId: ORG, name: `token ${index}`, ...wish });
    subjects.tokens.push({ id: created.info.id, token: created.token });
  }
  return subjects;
}

/** Every actor has a store and an audit log of its own, as processes have: the file is the same. */
function partsOf(store: Store, log: string, actor: string): LocalParts {
  const { append } = openAuditLog(log, () => new Date());
  return {
    ...localParts(store, (events) => append(events, actor)),
    masterKey: async () => {
      await turns(3);
      return MASTER_KEY.slice();
    },
  };
}

async function serve(place: StorePlace, log: string) {
  const parts = partsOf(await place.open(), log, "server");
  const { append } = openAuditLog(log, () => new Date());
  const auditAs = (actor: string) => (events: readonly AuditEvent[]) => append(events, actor);
  const access = tokenAccess(parts, auditAs, () => Promise.resolve());
  const rest = { log: getLogger(["cloacina", "test"]), elapsed: () => performance.now() };
  const app = createApp(
    { ...access, ...rest, newId: () => crypto.randomUUID(), version: "1.2.3", readPage: null },
    ROUTES,
  );
  return await listenWith(app);
}

async function act(
  operations: Operations,
  steps: readonly Step[],
  subjects: Subjects,
): Promise<void> {
  for (const step of steps) {
    await turns(step.pause);
    await inTheEnd(() => doStep(operations, step, subjects)).catch((error) => {
      const isTooLate = error instanceof CloacinaError && TOO_LATE.includes(error.code);
      // Private keys do not travel.
      const isRemote = step.what === "export" && error.code === "invalid_request";
      if (!isTooLate && !isRemote) throw error;
    });
  }
}

/** Takes a step again that was refused because others held a lock for longer than the store waits: it did nothing. */
async function inTheEnd(take: () => Promise<unknown>): Promise<void> {
  try {
    await take();
  } catch (error) {
    if (!(error instanceof CloacinaError && HELD.test(error.message))) throw error;
    await inTheEnd(take);
  }
}

async function doStep(
  { keys, package: packages, tokens }: Operations,
  { what, which }: Step,
  subjects: Subjects,
): Promise<unknown> {
  const reference = { text: subjects.keys[which]!, orgId: ORG };
  const hashes = [testHash(which + 1), testHash(which + 11)];
  if (what === "sign") return await packages.sign({ reference, hashes, store: false });
  if (what === "store") return await packages.sign({ reference, hashes, store: true });
  if (what === "export") return await keys.exportPrivate(reference);
  if (what === "rotate") {
    rotations += 1;
    return await keys.rotate({ reference, name: `next key ${rotations}` });
  }
  if (what === "revoke key") {
    return await keys.revoke({ reference, andTrust: false, dryRun: false });
  }
  return await tokens.revoke({ id: subjects.tokens[which]!.id, orgId: ORG });
}

/** Lets everything else go on so many times. */
async function turns(number: number): Promise<void> {
  for (let turn = 0; turn < number; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
}

function assertOrdered(lines: readonly Line[]): void {
  const revoked = new Set<string>();
  for (const [index, line] of lines.entries()) {
    const { event_type, actor, key_fingerprint, token_id } = line;
    if (event_type === "key.signing.revoked") revoked.add(key_fingerprint!);
    if (event_type === "api_token.revoked") revoked.add(`token:${token_id}`);
    if (event_type !== "package.signed" && event_type !== "key.exported") continue;
    const where = `line ${index + 1}`;
    assert.ok(!revoked.has(key_fingerprint!), `the key of ${where}`);
    assert.ok(!revoked.has(actor), `the token of ${where}`);
  }
}

function count(lines: readonly Line[], ...types: readonly string[]): number {
  return lines.filter(({ event_type }) => types.includes(event_type)).length;
}
