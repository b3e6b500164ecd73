import assert from "node:assert/strict";
import { until } from "../../testkit/until.ts";
import type { Answer, Ask } from "./api_client.ts";

// Changes that are asked for until they are acknowledged, and what must hold from then on, while the primary of the
// store changes.

const ORG = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11";

/** How long a change may take while there is no primary, in milliseconds. */
const DEADLINE = 150_000;

/** An API token; its text is what it is used by. */
export interface Token {
  readonly id: string;
  readonly text: string;
}

let names = 0;

/** Generates a signing key, and gives its ID. */
export async function newKey(ask: Ask): Promise<string> {
  // A name of its own each time, as nobody knows what became of one whose outcome is unknown.
  const { answer } = await acknowledged(() =>
    ask("/v1/signing-keys", { org_id: ORG, name: `release-${++names}` })
  );
  return String(answer["key_id"]);
}

export async function newToken(ask: Ask): Promise<Token> {
  const { answer } = await acknowledged(() => ask("/v1/tokens", { org_id: ORG, role: "read" }));
  return { id: String(answer["token_id"]), text: String(answer["token"]) };
}

export async function revokeKey(ask: Ask, key: string): Promise<void> {
  await acknowledged(() => ask(`/v1/signing-keys/${key}/revoke`, {}), "key_revoked");
}

export async function revokeToken(ask: Ask, { id }: Token): Promise<void> {
  await acknowledged(() => ask(`/v1/tokens/${id}/revoke`, null), "token_not_found");
}

/** Signs with a key, and stores nothing. */
export async function signWith(ask: Ask, key: string): Promise<Answer> {
  const package_hash = crypto.getRandomValues(new Uint8Array(32)).toHex();
  return await ask(`/v1/signing-keys/${key}/signatures`, { package_hash, store: false });
}

/** The key does not sign, whatever else is answered; and the server says so once there is a primary. */
export async function assertKeyRevoked(ask: Ask, key: string): Promise<void> {
  await untilAnswer(409, () => signWith(ask, key));
}

/** Nobody is let in with the token, and the server says so once there is a primary. */
export async function assertTokenRevoked(ask: Ask, { text }: Token): Promise<void> {
  await untilAnswer(401, () => ask("/v1/whoami", undefined, text));
}

export async function assertTokenWorks(ask: Ask, { text }: Token): Promise<void> {
  await untilAnswer(200, () => ask("/v1/whoami", undefined, text));
}

/** Asks again while there is no primary. Nothing but that, and what is expected, may be answered. */
async function untilAnswer(expected: number, ask: () => Promise<Answer>): Promise<void> {
  await until(async () => {
    const { status, answer } = await ask();
    assert.ok(status === expected || status === 503, `${status} ${JSON.stringify(answer)}`);
    return status === expected;
  }, DEADLINE);
}

/** Asks for a change until it is acknowledged; `done` is the code of what was changed by an earlier attempt. */
async function acknowledged(ask: () => Promise<Answer>, done?: string): Promise<Answer> {
  return await until(async () => {
    const answered = await ask();
    const { status, answer } = answered;
    if (status < 300 || (done !== undefined && answer["code"] === done)) return answered;
    assert.equal(status, 503, JSON.stringify(answer));
    return null;
  }, DEADLINE);
}
