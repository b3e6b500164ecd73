import {
  KeyTrusted,
  Revoked,
  Rotated,
  SigningKey,
  TrustedKey,
  TrustRevoked,
} from "../../contract/records.ts";
import type { OrgId } from "../../domain/ids.ts";
import type { TrustedKeyInfo } from "../../domain/trusted_key.ts";
import { isMeantTrustedKey, requireFingerprintPrefix } from "../../domain/trusted_key_choice.ts";
import { CloacinaError } from "../../errors.ts";
import { keyIntegrity } from "../../operations/master_key/open_seed.ts";
import type { Operations } from "../../operations/operations.ts";
import type { Transport } from "./client_transport.ts";
import { KnownKey } from "../wire/trusted_key.ts";
import { PATHS } from "../wire.ts";
import { keyOf, lookUpKey, notMeant } from "./look_up_key.ts";
import { listAll } from "./pages.ts";
import { shownKey, soundKey } from "./sound_key.ts";

/** `Operations.keys` on a server. Private keys do not travel: what would need that throws `invalid_request`. */
export function remoteKeys(transport: Transport): Operations["keys"] {
  const { send } = transport;
  return {
    generate: async ({ orgId, name, trust }) =>
      await soundKey(
        await send({
          method: "POST",
          path: PATHS.signingKeys,
          body: { org_id: orgId, name, trust },
          answer: SigningKey,
          isIdempotent: false,
        }),
      ),
    import: () => Promise.reject(staysThere("import a private key")),
    list: async ({ orgId, includeRevoked, page }) => {
      const query = { org_id: orgId, include_revoked: includeRevoked };
      const list = { path: PATHS.signingKeys, query, item: SigningKey };
      const { items, ...rest } = await listAll(transport, list, page);
      return { items: await Promise.all(items.map(shownKey)), ...rest };
    },
    lookUp: (reference) => lookUpKey(transport, reference),
    show: async (reference) => {
      const key = await lookUpKey(transport, reference);
      if (key.fault !== null) throw keyIntegrity(key, key.fault);
      return key;
    },
    isKnown: async ({ orgId, fingerprint }) => {
      const { known } = await send({
        method: "GET",
        path: PATHS.knownKey,
        params: { fingerprint },
        query: { org_id: orgId },
        answer: KnownKey,
      });
      return known;
    },
    exportPrivate: () => Promise.reject(staysThere("export a private key")),
    rotate: async ({ reference, name }) => {
      const rotated = await send({
        method: "POST",
        path: PATHS.rotate,
        ...await keyOf(transport, reference),
        body: { name },
        answer: Rotated,
        isIdempotent: false,
      });
      return {
        ...rotated,
        oldKey: await shownKey(rotated.oldKey),
        newKey: await soundKey(rotated.newKey),
      };
    },
    revoke: async ({ reference, andTrust, dryRun }) => {
      const revoked = await send({
        method: "POST",
        path: PATHS.revoke,
        ...await keyOf(transport, reference),
        body: { and_trust: andTrust, dry_run: dryRun },
        answer: Revoked,
        isIdempotent: dryRun,
      });
      return { ...revoked, key: await shownKey(revoked.key) };
    },
    trust: async ({ orgId, publicKey, name }) => {
      const key = await soundKey(
        await send({
          method: "POST",
          path: PATHS.trustedKeys,
          body: { org_id: orgId, public_key: publicKey.bytes.toBase64(), name },
          answer: KeyTrusted,
          isIdempotent: true,
        }),
      );
      if (key.publicKey.fingerprint !== publicKey.fingerprint) throw notMeant(key);
      return key;
    },
    trusted: {
      list: async ({ orgId, includeRevoked, page }) => {
        const query = { org_id: orgId, include_revoked: includeRevoked };
        const list = { path: PATHS.trustedKeys, query, item: TrustedKey };
        const { items, ...rest } = await listAll(transport, list, page);
        return { items: await Promise.all(items.map(shownKey)), ...rest };
      },
      lookUp: async ({ orgId, text }) => {
        const query = { org_id: orgId, reference: text };
        const key = await shownKey(
          await send({ method: "GET", path: PATHS.lookupTrusted, query, answer: TrustedKey }),
        );
        if (!isMeantOf(orgId, text, key)) throw notMeant(key);
        return key;
      },
      revoke: async ({ orgId, fingerprintPrefix, dryRun }) => {
        const revoked = await send({
          method: "POST",
          path: PATHS.revokeTrusted,
          params: { fingerprint: requireFingerprintPrefix(fingerprintPrefix) },
          body: { org_id: orgId, dry_run: dryRun },
          answer: TrustRevoked,
          isIdempotent: dryRun,
        });
        return { ...revoked, key: await shownKey(revoked.key) };
      },
    },
  };
}

/** Whether an organisation's own active key is one that a word means. */
function isMeantOf(
  orgId: OrgId,
  text: string,
  { publicKey, name, trustedBy, revokedAt }: TrustedKeyInfo,
): boolean {
  const isOwn = trustedBy === orgId && revokedAt === null;
  return isOwn && isMeantTrustedKey(text, { ...publicKey, name });
}

function staysThere(action: string): CloacinaError {
  return new CloacinaError(
    "invalid_request",
    `Cannot ${action} through the API: private keys stay where they are`,
    { hint: "run it where the store is, with --database-url or --key-dir" },
  );
}
