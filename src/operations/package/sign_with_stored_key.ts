import type { SignRequest } from "../../contract/packages.ts";
import type { Bytes } from "../../crypto/bytes.ts";
import { ed25519Signer } from "../../crypto/ed25519.ts";
import { sha256Hex } from "../../crypto/sha256.ts";
import type { ChangeEvent } from "../../domain/audit_event.ts";
import { requireActive } from "../../domain/key_choice.ts";
import { requireSound } from "../../domain/read_row.ts";
import type { SignatureRecord, SigningKeyRecord } from "../../domain/records.ts";
import type { PackageSignature, SignedHashes } from "../../domain/signature.ts";
import { signedByText } from "../../domain/signed_by.ts";
import { statedTerms } from "../../domain/statement.ts";
import type { CloacinaError } from "../../errors.ts";
import { auditingFailure } from "../audit_failure.ts";
import { failureOf, signingKeyEvent } from "../events.ts";
import { concatBytes } from "../../formats/bytes.ts";
import { toRfc3339 } from "../../formats/rfc3339.ts";
import type { Saved, SavedSignature, StoreReader } from "../../store/store.ts";
import { recallKey } from "../keys/recall_key.ts";
import { requireUsable } from "../keys/require_usable.ts";
import { toSigningKeyInfo } from "../keys/signing_key_info.ts";
import { mayBeOfGuess } from "../last_seen.ts";
import { openSeed } from "../master_key/open_seed.ts";
import { withMasterKey } from "../master_key/with_master_key.ts";
import type { LocalParts } from "../parts.ts";
import { toSignatureRecord } from "../signatures/signature_record.ts";
import { toStatementRecords } from "../signatures/statement_record.ts";
import {
  lookUpStatements,
  requireRoom,
  statementsAsked,
  storedStatement,
} from "../signatures/stored_statements.ts";
import { heldSigner, type Signer } from "../signer.ts";
import { handOut, transactTogether } from "../transact.ts";
import { requireStatable } from "./require_statable.ts";
import { signStating } from "./sign.ts";

/** The number of packages of a refused request that the audit log names. */
const NAMED_PACKAGES = 3;

/** The action in messages. */
const ACTION = "sign with";

/**
 * Signs package hashes with a stored key, in order. Gets the master key, which may need a prompt, and signs first;
 * then, in one transaction, checks the key again, stores signatures with what they state, and writes the audit lines. A
 * stored signature that is another one, or another organisation's, is updated; the same one is left as it is, and
 * returned. So is a stored statement where nothing is to be stated. Throws `key_not_found`, `key_revoked`,
 * `wrong_master_key`, `key_integrity`, and `store_corrupt` for a damaged row that would be left.
 */
export async function signWithStoredKey(
  parts: LocalParts,
  request: SignRequest,
): Promise<SignedHashes> {
  if (request.terms !== undefined) requireStatable(request.terms, parts.now());
  const key = await recallKey(parts, request.reference);
  const toFailure = (error: CloacinaError) =>
    isDoneAgain(parts, error) ? [] : [failureOf(ofAll(key, request), error)];
  const signatures = await auditingFailure(
    parts.audit,
    toFailure,
    () => signAll(parts, key, request),
  );
  const terms = { uses: [key.fingerprint], toFailure };
  let stated = signatures;
  const made = await (request.store
    ? transactTogether(parts, terms, {
      signatures: signatures.map((signature) => toSignatureRecord(parts, key.orgId, signature)),
      statements: toStatementRecords(parts, signatures),
      asks: request.terms === undefined ? [statementsAsked(signatures)] : [],
      check: async (reader) => {
        // Concurrent: neither depends on the other.
        [stated] = await Promise.all([
          request.terms === undefined ? asStated(parts, reader, signatures) : signatures,
          requireUsable(parts, reader, { key, action: ACTION }),
        ]);
      },
      toOutcome: async (saved, reader) => {
        const left = request.terms === undefined
          ? await stillStated(reader, stated, saved)
          : stated;
        const stored = left.map((signature, at) => asStored(signature, saved[at]!));
        return {
          result: stored.map(({ signature }) => signature),
          events: stored.map(toEvent(key, request)),
        };
      },
    })
    : handOut(parts, terms, async (reader) => {
      await requireUsable(parts, reader, { key, action: ACTION });
      const made = signatures.map((signature) => ({ signature, saved: null }));
      return { result: signatures, events: made.map(toEvent(key, request)) };
    }));
  return { key: toSigningKeyInfo(key), signatures: made };
}

/** Whether nothing is told of a failure, as the request has guessed. Only a role of the database lacks permissions here. */
function isDoneAgain({ guessed }: LocalParts, error: CloacinaError): boolean {
  return guessed !== null && error.code !== "insufficient_permissions" && mayBeOfGuess(error);
}

async function signAll(
  parts: LocalParts,
  key: SigningKeyRecord,
  { hashes, terms }: Pick<SignRequest, "hashes" | "terms">,
): Promise<readonly PackageSignature[]> {
  requireActive(key, ACTION);
  const signer = await unlock(parts, key);
  const signatures = [];
  for (const hash of hashes) signatures.push(await signStating(signer, { hash, terms }, parts.now));
  return signatures;
}

async function unlock(
  { store, masterKey, keptSigners }: LocalParts,
  key: SigningKeyRecord,
): Promise<Signer> {
  const signer = await withMasterKey(masterKey, async (bytes) => {
    const open = async () => {
      const seed = await openSeed(store, key, bytes);
      return await ed25519Signer(seed).finally(() => seed.fill(0));
    };
    return await (keptSigners === null ? open() : keptSigners.get(identityOf(key, bytes), open));
  });
  return heldSigner(signer, { kind: "store", fingerprint: key.fingerprint });
}

/** A digest of all that unlocking depends on: exactly this sealed seed, for this public key, under this master key. */
function identityOf(
  { sealedSeed, publicKey, fingerprint }: SigningKeyRecord,
  masterKey: Bytes,
): string {
  const row = `${sealedSeed.toHex()} ${publicKey.toHex()} ${fingerprint}`;
  const whole = concatBytes(masterKey, new TextEncoder().encode(row));
  const identity = sha256Hex(whole);
  whole.fill(0);
  return identity;
}

/** A signature that was made, and what became of it in the store; null if it was not to be stored. */
interface MadeSignature {
  readonly signature: PackageSignature;
  readonly saved: Saved | null;
}

/** With what was stated before, and stays. */
async function asStated(
  parts: LocalParts,
  reader: StoreReader,
  signatures: readonly PackageSignature[],
): Promise<readonly PackageSignature[]> {
  const lookup = await lookUpStatements(reader, signatures);
  const statements = signatures.map((signature) => storedStatement(signature, lookup));
  requireRoom(parts, statements);
  return signatures.map((signature, at) => {
    const statement = statements[at];
    return statement === undefined ? signature : { ...signature, statement };
  });
}

/** Where a signature had to be written again, it may have been removed with its statement after that was read. */
async function stillStated(
  reader: StoreReader,
  signatures: readonly PackageSignature[],
  saved: readonly SavedSignature[],
): Promise<readonly PackageSignature[]> {
  const isInDoubt = ({ statement }: PackageSignature, at: number) =>
    statement !== undefined && saved[at]!.saved === "written";
  const inDoubt = signatures.filter(isInDoubt);
  if (inDoubt.length === 0) return signatures;
  // Not `withDamaged`, whose answers are those of before.
  const rows = await reader.statementsOf(...statementsAsked(inDoubt));
  const left = new Set(rows.map(signedByText));
  return signatures.map((signature, at) => {
    if (!isInDoubt(signature, at) || left.has(signedByText(signature))) return signature;
    const { statement: _, ...bare } = signature;
    return bare;
  });
}

/** The same signature that was stored already keeps its row and its time. */
function asStored(signature: PackageSignature, { row, saved }: SavedSignature): MadeSignature {
  if (saved === "written") return { signature, saved };
  const { signedAt } = requireSound<SignatureRecord>(row);
  return { signature: { ...signature, signedAt: toRfc3339(signedAt) }, saved };
}

function toEvent(
  key: SigningKeyRecord,
  { terms }: SignRequest,
): (made: MadeSignature) => ChangeEvent {
  const event = signedEvent(key, terms);
  return ({ signature: { packageHash }, saved }) => ({
    ...event,
    packageHash,
    ...(saved === "unchanged" && terms === undefined && { reason: "stored already" }),
  });
}

function signedEvent(key: SigningKeyRecord, terms: SignRequest["terms"]): ChangeEvent {
  const event = signingKeyEvent("package.signed", key);
  return { ...event, signer: "store", ...(terms && { stated: statedTerms(terms) }) };
}

/** One event for all packages of a request, so that a refused request of a thousand packages does not fill the log. */
function ofAll(key: SigningKeyRecord, { hashes, terms }: SignRequest): ChangeEvent {
  const event = signedEvent(key, terms);
  const [packageHash, ...others] = hashes;
  if (packageHash !== undefined && others.length === 0) return { ...event, packageHash };
  return { ...event, packages: { first: hashes.slice(0, NAMED_PACKAGES), count: hashes.length } };
}
