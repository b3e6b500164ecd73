import assert from "node:assert/strict";
import { openPostgres } from "../../src/store/postgres/open_postgres.ts";
import { openParts } from "../contracts/operations/opened_parts.ts";
import { testKey } from "../operations/kit.ts";
import { databaseServer, withDatabase } from "../testkit/postgres_database.ts";
import { createApi } from "./api_kit.ts";
import { type Sample, sampleRequests } from "./sample_requests.ts";

const server = await databaseServer();

const NUL = "\u0000";

/** Postgres has no NUL in its texts, and cannot look for one. */
Deno.test("whichever text of a request is a NUL, Postgres is not blamed for it", async () => {
  await withDatabase(server, async (url) => {
    const { parts, close } = await openParts(() =>
      openPostgres({ kind: "postgres", url, schema: null })
    );
    const api = createApi(parts);
    const samples = await sampleRequests(api, await testKey(7));
    const token = await api.newToken();
    const statuses: number[] = [];
    for (const sample of samples.values()) {
      for (const { method, path, body } of withNul(sample)) {
        const { status, text } = await api.ask(method, path, { token, body: JSON.stringify(body) });
        assert.ok(status < 500, `${method} ${path} ${status}: ${text}`);
        statuses.push(status);
      }
    }
    // The ID of a statement's key is a hint, and is not read.
    assert.deepEqual(statuses.filter((status) => status !== 400), [200]);
    assert.ok(statuses.length > samples.size, `${statuses.length} requests`);
    await close();
  });
});

/** The request with a NUL for each of its texts in turn: in its path, its query and its body. */
function* withNul({ method, path, body }: Sample) {
  const { pathname, searchParams } = new URL(path, "https://127.0.0.1");
  const steps = pathname.split("/");
  for (const [at, step] of steps.entries()) {
    if (!/[0-9a-f]{8}/.test(step)) continue;
    yield { method, path: steps.with(at, "%00").join("/"), body };
  }
  for (const name of searchParams.keys()) {
    const query = new URLSearchParams(searchParams);
    query.set(name, NUL);
    yield { method, path: `${pathname}?${query}`, body };
  }
  for (const changed of eachText(body)) yield { method, path, body: changed };
}

/** A JSON value with a NUL for each of its texts in turn. */
function* eachText(value: unknown): Generator<unknown> {
  if (typeof value === "string") yield NUL;
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    for (const changed of eachText(inner)) {
      yield Array.isArray(value) ? value.with(Number(key), changed) : { ...value, [key]: changed };
    }
  }
}
