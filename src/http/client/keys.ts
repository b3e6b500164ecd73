import { isMeantTrustedKey, requireFingerprintPrefix } from "../../domain/trusted_key_choice.ts";
import type { LookUpTrustedKeyRequest } from "../../contract/trusted_keys.ts";
import type { Items } from "../../domain/list_slice.ts";
import type { TrustedKeyInfo } from "../../domain/trusted_key.ts";
import { keyIntegrity } from "../../operations/master_key/open_seed.ts";
import { CloacinaError } from "../../errors.ts";
import type { Operations } from "../../operations/operations.ts";
import { lookUpKey, notMeant, referringById, requireMeant } from "./look_up_key.ts";
import { type ReceivedKey, shownKey, soundKey } from "./sound_key.ts";

type Keys = Operations["keys"];

/** `Operations.keys` of a server. Checks that each key matches its fingerprint and is the one that was requested. */
export function checkedKeys(ask: Keys): Keys {
  return {
    ...ask,
    generate: async (request) => await soundKey(await ask.generate(request)),
    list: async (request) => await shownKeys(await ask.list(request)),
    lookUp: (reference) => lookUpKey(ask, reference),
    show: async (reference) => {
      const key = await lookUpKey(ask, reference);
      if (key.fault !== null) throw keyIntegrity(key, key.fault);
      return key;
    },
    rotate: async (request) => {
      const byId = await referringById(ask, request);
      const rotated = await ask.rotate(byId);
      requireMeant(rotated.oldKey, byId.reference);
      const oldKey = await shownKey(rotated.oldKey);
      return { ...rotated, oldKey, newKey: await soundKey(rotated.newKey) };
    },
    revoke: async (request) => {
      const byId = await referringById(ask, request);
      const revoked = await ask.revoke(byId);
      requireMeant(revoked.key, byId.reference);
      requireSameRun(request, revoked);
      return { ...revoked, key: await shownKey(revoked.key) };
    },
    trust: async (request) => {
      const key = await soundKey(await ask.trust(request));
      if (key.publicKey.fingerprint !== request.publicKey.fingerprint) throw notMeant(key);
      return key;
    },
    trusted: checkedTrustedKeys(ask.trusted),
  };
}

function checkedTrustedKeys(ask: Keys["trusted"]): Keys["trusted"] {
  return {
    ...ask,
    list: async (request) => await shownKeys(await ask.list(request)),
    lookUp: async (request) => {
      const key = await shownKey(await ask.lookUp(request));
      if (!isMeantOf(request, key)) throw notMeant(key);
      return key;
    },
    revoke: async (request) => {
      const fingerprintPrefix = requireFingerprintPrefix(request.fingerprintPrefix);
      const revoked = await ask.revoke({ ...request, fingerprintPrefix });
      const { publicKey, trustedBy } = revoked.key;
      const isMeant = publicKey.fingerprint.startsWith(fingerprintPrefix);
      if (!isMeant || trustedBy !== request.orgId) throw notMeant(revoked.key);
      requireSameRun(request, revoked);
      return { ...revoked, key: await shownKey(revoked.key) };
    },
  };
}

async function shownKeys<Key extends ReceivedKey>(listed: Items<Key>): Promise<Items<Key>> {
  return { ...listed, items: await Promise.all(listed.items.map(shownKey)) };
}

/** A dry run is no revocation, nor the reverse, whatever the server says. Throws `store_unavailable`. */
function requireSameRun(
  { dryRun }: { readonly dryRun: boolean },
  { isDryRun }: { readonly isDryRun: boolean },
): void {
  if (isDryRun === dryRun) return;
  const [asked, said] = dryRun ? ["a dry run", "a revocation"] : ["a revocation", "a dry run"];
  throw new CloacinaError(
    "store_unavailable",
    `Cannot revoke the key: the server was asked for ${asked}, and says that it did ${said}`,
    { hint: "look at the key on the server: it may be revoked" },
  );
}

/** Whether an organisation's own active key is one that the text refers to. */
function isMeantOf(
  { orgId, text }: LookUpTrustedKeyRequest,
  { publicKey, name, trustedBy, revokedAt }: TrustedKeyInfo,
): boolean {
  const isOwn = trustedBy === orgId && revokedAt === null;
  return isOwn && isMeantTrustedKey(text, { ...publicKey, name });
}
