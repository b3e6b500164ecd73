import { isUuid, type KeyId } from "../../domain/ids.ts";
import type { KeyReference } from "../../domain/key_reference.ts";
import { requireFingerprintPrefix } from "../../domain/trusted_key_choice.ts";
import { CloacinaError } from "../../errors.ts";
import { keyIntegrity } from "../../operations/master_key/open_seed.ts";
import type { Operations, SigningKeyInfo } from "../../operations/operations.ts";
import type { Transport } from "../client_transport.ts";
import { itemsOf } from "../wire/fields.ts";
import { toImpact } from "../wire/impact.ts";
import { Revoked, Rotated, SigningKey } from "../wire/signing_key.ts";
import { TrustedKey, TrustRevoked } from "../wire/trusted_key.ts";
import { PATHS } from "../wire.ts";
import { notMeant, requireMeant } from "./meant_key.ts";
import { allPages } from "./pages.ts";
import { shownKey, soundKey } from "./sound_key.ts";

/** `Operations.keys` on a server. Private keys do not travel: what would need that throws `invalid_request`. */
export function remoteKeys({ send }: Transport): Operations["keys"] {
  return {
    generate: async ({ orgId, name, trust }) =>
      await soundKey(
        await send({
          method: "POST",
          path: PATHS.signingKeys,
          body: { org_id: orgId, name, trust },
          answer: SigningKey,
          isRepeatable: false,
        }),
      ),
    import: () => Promise.reject(staysThere("import a private key")),
    list: async ({ orgId, includeRevoked, page }) => {
      const { items, total } = await allPages(page, (part) =>
        send({
          method: "GET",
          path: PATHS.signingKeys,
          query: { org_id: orgId, include_revoked: includeRevoked, ...part },
          answer: itemsOf(SigningKey),
          isRepeatable: true,
        }));
      return { items: await Promise.all(items.map(shownKey)), total };
    },
    lookUp: (reference) => lookUpKey({ send }, reference),
    show: async (reference) => {
      const key = await lookUpKey({ send }, reference);
      if (key.fault !== null) throw keyIntegrity(key, key.fault);
      return key;
    },
    exportPrivate: () => Promise.reject(staysThere("export a private key")),
    rotate: async ({ reference, name }) => {
      const rotated = await send({
        method: "POST",
        path: PATHS.rotate,
        ...await keyOf({ send }, reference),
        body: { name },
        answer: Rotated,
        isRepeatable: false,
      });
      return {
        oldKey: await shownKey(rotated.old_key),
        newKey: await soundKey(rotated.new_key),
        oldIsTrusted: rotated.old_is_trusted,
      };
    },
    revoke: async ({ reference, andTrust, dryRun }) => {
      const revoked = await send({
        method: "POST",
        path: PATHS.revoke,
        ...await keyOf({ send }, reference),
        body: { and_trust: andTrust, dry_run: dryRun },
        answer: Revoked,
        isRepeatable: dryRun,
      });
      const { key, is_still_trusted: isStillTrusted } = revoked;
      return { key: await shownKey(key), isStillTrusted, ...toImpact(revoked) };
    },
    trust: async ({ orgId, publicKey, name }) => {
      const key = await soundKey(
        await send({
          method: "POST",
          path: PATHS.trustedKeys,
          body: { org_id: orgId, public_key: publicKey.bytes.toBase64(), name },
          answer: TrustedKey,
          isRepeatable: true,
        }),
      );
      if (key.publicKey.fingerprint !== publicKey.fingerprint) throw notMeant(key);
      return key;
    },
    trusted: {
      list: async ({ orgId, includeRevoked, page }) => {
        const { items, total } = await allPages(page, (part) =>
          send({
            method: "GET",
            path: PATHS.trustedKeys,
            query: { org_id: orgId, include_revoked: includeRevoked, ...part },
            answer: itemsOf(TrustedKey),
            isRepeatable: true,
          }));
        return { items: await Promise.all(items.map(shownKey)), total };
      },
      revoke: async ({ orgId, fingerprintPrefix, dryRun }) => {
        const revoked = await send({
          method: "POST",
          path: PATHS.revokeTrusted,
          params: { fingerprint: requireFingerprintPrefix(fingerprintPrefix) },
          body: { org_id: orgId, dry_run: dryRun },
          answer: TrustRevoked,
          isRepeatable: dryRun,
        });
        return { key: await shownKey(revoked.key), ...toImpact(revoked) };
      },
    },
  };
}

/** How a request names a key: by its id, which is looked up where something else was given. */
export async function keyOf(
  transport: Pick<Transport, "send">,
  reference: KeyReference,
): Promise<{ params: { key_id: KeyId }; query: { org_id: KeyReference["orgId"] } }> {
  const { text, orgId } = reference;
  const id = isUuid(text)
    ? text.toLowerCase() as KeyId
    : (await lookUpKey(transport, reference)).id;
  return { params: { key_id: id }, query: { org_id: orgId } };
}

async function lookUpKey(
  { send }: Pick<Transport, "send">,
  { text, orgId }: KeyReference,
): Promise<SigningKeyInfo> {
  const key = await send({
    method: "GET",
    path: PATHS.lookup,
    query: { reference: text, org_id: orgId },
    answer: SigningKey,
    isRepeatable: true,
  });
  requireMeant(key, { text, orgId });
  return await shownKey(key);
}

function staysThere(action: string): CloacinaError {
  return new CloacinaError(
    "invalid_request",
    `Cannot ${action} through the API: private keys stay where they are`,
    { hint: "run it where the store is, with --database-url or --key-dir" },
  );
}
