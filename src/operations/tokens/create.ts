import type { CreateTokenRequest } from "../../contract/tokens.ts";
import {
  type ApiTokenId,
  type ApiTokenRecord,
  type CreatedApiToken,
  MAX_TOKEN_KEYS,
} from "../../domain/api_token.ts";
import { LAST_MOMENT } from "../../domain/claimed_time.ts";
import { requireActive } from "../../domain/key_choice.ts";
import { toKeyName } from "../../domain/key_name.ts";
import { referenceToId } from "../../domain/key_reference.ts";
import type { SigningKeyRecord } from "../../domain/records.ts";
import { CloacinaError } from "../../errors.ts";
import { API_TOKEN_BYTES, formatApiToken, hashApiToken } from "../../formats/api_token.ts";
import { apiTokenEvent } from "../events.ts";
import { findKey } from "../keys/find_key.ts";
import { requireUsable } from "../keys/require_usable.ts";
import type { LocalParts } from "../parts.ts";
import { transact } from "../transact.ts";
import { toApiTokenInfo } from "./api_token_info.ts";

/** The action in messages about the token's keys. */
const ACTION = "create a token for";

/**
 * Creates an API token. The result has its text; the store keeps only a hash. Throws `key_not_found` and `key_revoked`
 * for the signing keys that it is limited to, and `invalid_request`.
 */
export async function createApiToken(
  parts: LocalParts,
  request: CreateTokenRequest,
): Promise<CreatedApiToken> {
  requireSense(parts, request);
  const keys = request.keyIds && await existingKeys(parts, request);
  const token = newToken(parts);
  const keyIds = keys && keys.map(({ id }) => id);
  const row = toRow(parts, { ...request, keyIds }, token);
  const uses = keys?.map(({ fingerprint }) => fingerprint) ?? [];
  await transact(parts, { uses }, async (writer) => {
    for (const key of keys ?? []) await requireUsable(parts, writer, { key, action: ACTION });
    await writer.addApiToken(row);
    return { result: undefined, events: [apiTokenEvent("api_token.created", row)] };
  });
  return { token, info: toApiTokenInfo(row, row.createdAt) };
}

function requireSense({ now }: LocalParts, { role, keyIds, expiresAt }: CreateTokenRequest): void {
  const state = keyIds === null
    ? false
    : role !== "sign"
    ? "only the role sign can be limited to signing keys"
    : (keyIds.length === 0 || keyIds.length > MAX_TOKEN_KEYS) &&
      `it can be limited to 1 to ${MAX_TOKEN_KEYS} signing keys`;
  if (state) throw refused(state);
  if (expiresAt !== null) requireMoment(expiresAt, now());
}

/** Requires a time that stores can represent; any other would make every list of tokens fail. */
function requireMoment(expiresAt: Date, now: Date): void {
  if (expiresAt <= now) throw refused("it would already have expired");
  if (expiresAt.getTime() <= LAST_MOMENT) return;
  throw refused("it would expire after the year 9999");
}

/** Reports a key of another organisation as not found. */
async function existingKeys(
  { store }: LocalParts,
  { keyIds, orgId }: CreateTokenRequest,
): Promise<readonly SigningKeyRecord[]> {
  const found: SigningKeyRecord[] = [];
  for (const id of new Set(keyIds)) {
    const key = await findKey(store, { text: referenceToId(id), orgId });
    requireActive(key, ACTION);
    found.push(key);
  }
  return found;
}

function newToken({ random }: LocalParts): string {
  const bytes = random(API_TOKEN_BYTES);
  const token = formatApiToken(bytes);
  bytes.fill(0);
  return token;
}

function toRow(
  { now, newId }: LocalParts,
  { orgId, name, role, keyIds, expiresAt }: CreateTokenRequest,
  token: string,
): ApiTokenRecord {
  return {
    id: newId() as ApiTokenId,
    tokenHash: hashApiToken(token),
    name: name === null ? null : toKeyName(name),
    orgId,
    role,
    keyIds,
    createdAt: now(),
    expiresAt,
    revokedAt: null,
  };
}

function refused(state: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot create the token: ${state}`);
}
