import type { SignRequest, VerifyRequest } from "../../contract/packages.ts";
import { ed25519Verify } from "../../crypto/ed25519.ts";
import type { KeyId } from "../../domain/ids.ts";
import { exactId } from "../../domain/key_reference.ts";
import { type HashedPackage, packageByHash, withPackageName } from "../../domain/package_hash.ts";
import {
  MAX_SIGNATURES,
  type PackageSignature,
  type SignedHashes,
} from "../../domain/signature.ts";
import type { PublicKey } from "../../domain/public_key.ts";
import type { StatementTerms } from "../../domain/statement.ts";
import { equalBytes } from "../../formats/bytes.ts";
import type { SigningKeyInfo } from "../../domain/signing_key.ts";
import type { StoredVerdict } from "../../domain/verdict.ts";
import { CloacinaError } from "../../errors.ts";
import type { Operations } from "../../operations/operations.ts";
import { notGenuine, requireHonest } from "./genuine.ts";
import { referringById } from "./look_up_key.ts";
import { requireStorable } from "./require_storable.ts";
import { soundKey } from "./sound_key.ts";

/** `Operations.package` of a server. It is sent only the hashes of packages, never their names or contents. */
export function checkedPackages(
  ask: Pick<Operations, "keys" | "package">,
  onStandby: () => void,
): Operations["package"] {
  return {
    ...ask.package,
    sign: (request) => signAll(ask, request),
    verify: async (request) => {
      const verdict = await verifyOne(ask.package, request);
      if (verdict.isFromStandby) onStandby();
      return verdict;
    },
    raiseMinimum: async (request) =>
      await (await import("./raise_minimum.ts")).raiseOnServer(ask.package, request),
  };
}

/** Signatures are stored all or none, so with `store` they must fit into one request. */
async function signAll(
  ask: Pick<Operations, "keys" | "package">,
  request: SignRequest,
): Promise<SignedHashes> {
  const { hashes, store } = request;
  const most = await mostAtOnce(request);
  if (store) requireStorable(hashes.length, most);
  const byId = await referringById(ask.keys, request);
  const wanted = exactId(byId.reference.text)!;
  const signatures: PackageSignature[] = [];
  let signer: SigningKeyInfo | undefined;
  for (let start = 0; start < hashes.length; start += most) {
    const part = hashes.slice(start, start + most);
    const signed = await ask.package.sign({ ...byId, hashes: part });
    const found = soundKey(signed.key);
    requireSigner(found, wanted, signer);
    await requireAll(found, { ...request, hashes: part }, signed.signatures);
    signer = found;
    signatures.push(...signed.signatures);
  }
  return { key: signer!, signatures };
}

/** How many packages are signed by one request: their statements must fit into its answer. */
async function mostAtOnce({ terms }: SignRequest): Promise<number> {
  if (terms === undefined) return MAX_SIGNATURES;
  const { mostStated } = await import("../../formats/statement/statement.ts");
  return Math.min(MAX_SIGNATURES, mostStated(terms));
}

/** Every request must be signed by the key that was asked for. */
function requireSigner(
  { id, publicKey }: SigningKeyInfo,
  wanted: KeyId,
  before: SigningKeyInfo | undefined,
): void {
  const isSame = before === undefined || before.publicKey.fingerprint === publicKey.fingerprint;
  if (id === wanted && isSame) return;
  throw notGenuine(`sign with the key ${wanted}`, "the server signed with another one");
}

async function requireAll(
  { publicKey }: SigningKeyInfo,
  { hashes, store, terms }: SignRequest,
  signatures: readonly PackageSignature[],
): Promise<void> {
  if (signatures.length !== hashes.length) {
    const state = `the server sent ${signatures.length} signatures`;
    throw notGenuine(`sign ${hashes.length} packages`, state);
  }
  for (const [index, hash] of hashes.entries()) {
    const signature = signatures[index]!;
    const hashed = packageByHash(hash);
    await requireHonest("sign", { ...hashed, publicKey, signature });
    // What is not stated anew is stored as it was: whether it still counts is not for the server to say.
    const mayBeStored = store && terms === undefined;
    if (!mayBeStored && (terms !== undefined || signature.statement !== undefined)) {
      await requireStated(hashed.name, { publicKey, signature, terms });
    }
  }
}

/** What the server signed must be, byte for byte, what it was asked to state. */
async function requireStated(
  name: string,
  { publicKey, signature, terms }: {
    readonly publicKey: PublicKey;
    readonly signature: PackageSignature;
    readonly terms: StatementTerms | undefined;
  },
): Promise<void> {
  const { serializeStatement, statementMessage } = await import(
    "../../formats/statement/statement.ts"
  );
  const { packageHash, statement } = signature;
  const wanted = terms && serializeStatement(packageHash, terms);
  const isGenuine = wanted !== undefined && statement !== undefined &&
    equalBytes(statement.payload, wanted) &&
    await ed25519Verify(publicKey.bytes, statementMessage(wanted), statement.signature);
  if (!isGenuine) throw notGenuine(`sign ${name}`, "the server signed another statement");
}

/** Only the server knows which keys the organisation trusts; the signature itself is verified here. */
async function verifyOne(
  ask: Operations["package"],
  request: VerifyRequest,
): Promise<StoredVerdict> {
  const { name, hash } = request;
  const verdict = await ask.verify(request).catch((error) => {
    throw named(error, request);
  });
  const signature = request.signature ?? verdict.signature;
  const key = soundKey(verdict.key);
  if (!key.isTrusted || key.revokedAt !== null) {
    throw notGenuine(`verify ${name}`, "the server names a key that is not trusted");
  }
  await requireHonest("verify", { name, hash, publicKey: key.publicKey, signature });
  return { ...verdict, signature, key };
}

/** Replaces the hash in a server's message by the name that the user knows the package by. */
function named(error: unknown, asked: HashedPackage): unknown {
  if (!(error instanceof CloacinaError)) return error;
  return error.with({ message: withPackageName(error.message, asked) });
}
