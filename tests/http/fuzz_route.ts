import fc from "fast-check";
import assert from "node:assert/strict";
import { API_ROLES } from "../../src/domain/api_token.ts";
import type { Route } from "../../src/http/route.ts";
import { CHILD, ORG, testHash, testKey } from "../operations/kit.ts";
import type { Api } from "./api_kit.ts";
import { arbitraryRequest } from "./arbitrary_request.ts";
import { documentedAnswers } from "./documented.ts";
import { type Sample, sampleRequests } from "./sample_requests.ts";

const PARTNER = await testKey(7);

/** Statuses that would say that the server, and not the request, is at fault. */
const OWN_FAULTS = [500, 503];

/** Sends so many requests to one route, good and bad, of every role and organisation, and judges the answers. */
export async function fuzzRoute(
  api: Api,
  { method, path }: Route,
  numRuns: number,
): Promise<void> {
  const documentedPath = path.replace(/:(\w+)/g, "{$1}");
  const { json: document } = await api.ask("GET", "/openapi.json", { token: null });
  const documented = documentedAnswers(document);
  const operation = document.paths[documentedPath][method.toLowerCase()];
  const samples = await sampleRequests(api, PARTNER);
  const made = arbitraryRequest(documentedPath, operation, knownValues(samples));
  const sample = samples.get(`${method} ${path}`)!;
  const good = { path: sample.path, body: JSON.stringify(sample.body) };
  // What is made hardly ever has a signature that is one.
  const request = fc.oneof({ weight: 9, arbitrary: made }, {
    weight: 1,
    arbitrary: fc.constant(good),
  });
  const tokens = await Promise.all(
    API_ROLES.flatMap((role) => [null, ORG, CHILD].map((orgId) => api.newToken({ role, orgId }))),
  );
  const seen = new Set<number>();
  await fc.assert(
    fc.asyncProperty(request, fc.constantFrom(...tokens), async ({ path, body }, token) => {
      const answer = await api.ask(method, path, { token, body });
      // A path that names nothing is no longer this route's.
      const isElsewhere = answer.status === 404 && answer.json.code === "invalid_request";
      if (!isElsewhere) documented.require(method, documentedPath, answer);
      assert.ok(!OWN_FAULTS.includes(answer.status), `${path} ${body}: ${answer.text}`);
      seen.add(answer.status);
    }),
    { numRuns },
  );
  assert.ok(seen.size > 1, `every request was answered with ${[...seen]}: that is no fuzzing`);
}

/** Ids, hashes and fingerprints that mean something in the store. */
function knownValues(samples: ReadonlyMap<string, Sample>): readonly string[] {
  const ids = [...samples.values()].flatMap(({ path }) => path.match(/[0-9a-f-]{36}/g) ?? []);
  return [ORG, CHILD, testHash(1), testHash(2), PARTNER.publicKey.fingerprint, ...ids];
}
