import type { ChangeEvent } from "../../domain/audit_event.ts";
import { requireActive } from "../../domain/key_choice.ts";
import { toKeyName } from "../../domain/key_name.ts";
import type { SigningKeyRecord } from "../../domain/records.ts";
import { quoted } from "../../domain/quoted.ts";
import type { CloacinaError } from "../../errors.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import type { StoreWriter } from "../../store/store.ts";
import { auditingFailure } from "../audit_failure.ts";
import { signingKeyEvent } from "../events.ts";
import { requireFitting } from "../master_key/fitting.ts";
import { openMasterKey } from "../master_key/with_master_key.ts";
import type { LocalParts } from "../parts.ts";
import { type Terms, transact } from "../transact.ts";
import { putTrust } from "../trust/put_trust.ts";
import { requireOneOrg } from "./require_one_org.ts";
import { type KeyToSeal, ownTrustOf, sealKey } from "./seal_key.ts";

/** Options for storing a new key. */
interface AddOptions extends Pick<Terms, "revokes"> {
  readonly trust: boolean;
  /** The origin of the key, for the audit log. */
  readonly reason: string;
  /** Further work in the transaction; its events follow those of the key. */
  readonly besides?: (writer: StoreWriter) => Promise<readonly ChangeEvent[]>;
}

/**
 * Stores a new signing key, trusted or not, in one transaction with its audit lines. Keys are added one at a time, so
 * that two processes cannot initialise a store with two master keys. Gets the master key first, which may need a
 * prompt. The caller wipes the seed.
 */
export async function addKey(
  parts: LocalParts,
  keyToSeal: KeyToSeal,
  options: AddOptions,
): Promise<SigningKeyRecord> {
  const named = { ...keyToSeal, name: toKeyName(keyToSeal.name) };
  const { orgId, name } = named;
  const toFailure = (error: CloacinaError) =>
    [{ type: "key.signing.create_failed", orgId, name, reason: error.code }] as const;
  const masterKey = await auditingFailure(
    parts.audit,
    toFailure,
    () => openMasterKey(parts.masterKey),
  );
  try {
    return await transact(parts, { ...options, toFailure }, async (writer) => {
      const key = await sealKey(parts, masterKey, named);
      await store(parts, writer, { key, masterKey });
      return { result: key, events: await eventsOf(parts, writer, { ...options, key }) };
    });
  } finally {
    masterKey.fill(0);
  }
}

async function store(
  parts: LocalParts,
  writer: StoreWriter,
  { key, masterKey }: { readonly key: SigningKeyRecord; readonly masterKey: Bytes },
): Promise<void> {
  await writer.lock("signing keys");
  await requireFitting(writer, masterKey, `add the key ${quoted(key.name)}`);
  await requireNew(parts, writer, key);
  await writer.addSigningKey(key);
}

/** A key pair belongs to one organisation, and a revoked one cannot be added again under another name. */
async function requireNew(
  parts: LocalParts,
  writer: StoreWriter,
  key: SigningKeyRecord,
): Promise<void> {
  const rows = await writer.signingKeysOf(key.fingerprint);
  requireOneOrg(parts, [...rows, key], `add the key ${quoted(key.name)}`);
  for (const row of rows) requireActive(row, "add again");
}

async function eventsOf(
  parts: LocalParts,
  writer: StoreWriter,
  { key, trust, reason, besides }: AddOptions & { readonly key: SigningKeyRecord },
): Promise<readonly ChangeEvent[]> {
  return [
    signingKeyEvent("key.signing.created", key, reason),
    ...trust ? (await putTrust(writer, ownTrustOf(parts, key))).events : [],
    ...await besides?.(writer) ?? [],
  ];
}
