import { isMeantTrustedKey, requireFingerprintPrefix } from "../../domain/trusted_key_choice.ts";
import type { LookUpTrustedKeyRequest } from "../../contract/trusted_keys.ts";
import { fieldsOf, isDamaged, type Stored } from "../../domain/damaged.ts";
import { isUuid, type OrgId } from "../../domain/ids.ts";
import { exactId } from "../../domain/key_reference.ts";
import { toKeyName } from "../../domain/key_name.ts";
import type { Items } from "../../domain/list_slice.ts";
import type { SigningKeyInfo } from "../../domain/signing_key.ts";
import type { TrustedKeyInfo } from "../../domain/trusted_key.ts";
import { keyIntegrity } from "../../operations/keys/key_integrity.ts";
import type { Operations } from "../../operations/operations.ts";
import { damagedKey, lookUpKey, notMeant, referringById, requireMeant } from "./look_up_key.ts";
import { strangeAnswer } from "./strange_answer.ts";
import { type ReceivedKey, shownKey, soundKey, storedKey } from "./sound_key.ts";

type Keys = Operations["keys"];

/** `Operations.keys` of a server. Checks that each key matches its fingerprint and is the one that was requested. */
export function checkedKeys(ask: Keys): Keys {
  return {
    ...ask,
    generate: async (request) => requireNew(soundKey(await ask.generate(request)), request),
    list: async (request) => {
      const listed = await ask.list(request);
      const stranger = listed.items.find((key) => isOfAnother(fieldsOf(key).orgId, request.orgId));
      if (stranger !== undefined) throw notMeant(fieldsOf(stranger));
      return storedKeys(listed);
    },
    lookUp: (reference) => lookUpKey(ask, reference),
    show: async (reference) => {
      const key = await lookUpKey(ask, reference);
      if (isDamaged(key)) throw damagedKey(key);
      if (key.fault !== null) throw keyIntegrity(key, key.fault);
      return key;
    },
    rotate: async (request) => {
      const byId = await referringById(ask, request);
      const rotated = await ask.rotate(byId);
      requireMeant(rotated.oldKey, byId.reference);
      const oldKey = shownKey(rotated.oldKey);
      const newKey = soundKey(rotated.newKey);
      return {
        ...rotated,
        oldKey,
        newKey: requireNew(newKey, { orgId: oldKey.orgId, name: request.name }),
      };
    },
    revoke: async (request) => {
      const byId = await referringById(ask, request);
      const revoked = await ask.revoke(byId);
      requireMeant(revoked.key, byId.reference);
      requireDone(request, revoked);
      return { ...revoked, key: storedKey(revoked.key) };
    },
    trust: async (request) => {
      const key = soundKey(await ask.trust(request));
      const isMeant = key.publicKey.fingerprint === request.publicKey.fingerprint &&
        key.trustedBy === request.orgId;
      if (!isMeant || !key.isTrusted) throw notMeant(key);
      return key;
    },
    trusted: checkedTrustedKeys(ask.trusted),
  };
}

function checkedTrustedKeys(ask: Keys["trusted"]): Keys["trusted"] {
  return {
    ...ask,
    list: async (request) => storedKeys(await ask.list(request)),
    lookUp: async (request) => {
      const key = storedKey(await ask.lookUp(request));
      if (!isMeantOf(request, key)) throw notMeant(fieldsOf(key));
      return key;
    },
    revoke: async (request) => {
      const { fingerprintPrefix: given } = request;
      const fingerprintPrefix = isUuid(given) ? given : requireFingerprintPrefix(given);
      const revoked = await ask.revoke({ ...request, fingerprintPrefix });
      const { id, publicKey, trustedBy } = fieldsOf(revoked.key);
      const isMeant = isUuid(given)
        ? id === given.toLowerCase()
        : publicKey?.fingerprint?.startsWith(fingerprintPrefix);
      if (!isMeant || isOfAnother(trustedBy, request.orgId)) throw notMeant({ publicKey });
      requireDone(request, revoked);
      return { ...revoked, key: storedKey(revoked.key) };
    },
  };
}

function storedKeys<Key extends ReceivedKey>(
  { items, ...rest }: Items<Stored<Key>>,
): Items<Stored<Key>> {
  return { items: items.map(storedKey), ...rest };
}

/** Undefined where the row does not say, being damaged. */
function isOfAnother(orgId: OrgId | undefined, asked: OrgId): boolean {
  return orgId !== undefined && orgId !== asked;
}

/** A new key must have the organisation and name that were asked for. Throws `key_integrity`. */
function requireNew(
  key: SigningKeyInfo,
  { orgId, name }: Pick<SigningKeyInfo, "orgId" | "name">,
): SigningKeyInfo {
  if (key.orgId === orgId && key.name === toKeyName(name) && key.revokedAt === null) return key;
  throw notMeant(key);
}

/** A dry run is no revocation, nor the reverse, whatever the server says. Throws `store_unavailable`. */
function requireDone(
  { dryRun }: { readonly dryRun: boolean },
  { isDryRun, key }: {
    readonly isDryRun: boolean;
    readonly key: Stored<{ readonly revokedAt: Date | null }>;
  },
): void {
  const hint = "look at the key on the server: it may be revoked";
  if (isDryRun !== dryRun) {
    const [asked, said] = dryRun ? ["a dry run", "a revocation"] : ["a revocation", "a dry run"];
    const state = `the server was asked for ${asked}, and says that it did ${said}`;
    throw strangeAnswer("revoke the key", state, hint);
  }
  if (dryRun || fieldsOf(key).revokedAt) return;
  throw strangeAnswer("revoke the key", "the server says that it is not revoked", hint);
}

/** Whether an organisation's own active key is one that the text refers to. */
function isMeantOf(
  { orgId, text }: LookUpTrustedKeyRequest,
  key: Stored<TrustedKeyInfo>,
): boolean {
  const { id, publicKey, name = null, trustedBy } = fieldsOf(key);
  if (isOfAnother(trustedBy, orgId) || !isDamaged(key) && key.revokedAt !== null) return false;
  if (id !== undefined && (exactId(text) ?? text.toLowerCase()) === id) return true;
  const fingerprint = publicKey?.fingerprint;
  return isDamaged(key) ||
    fingerprint !== undefined && isMeantTrustedKey(text, { fingerprint, name });
}
