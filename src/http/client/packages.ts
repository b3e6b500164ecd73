import { MAX_SIGNATURES, Preflight, Signed, Verified } from "../../contract/records.ts";
import type { KeyId } from "../../domain/ids.ts";
import type { PackageHash } from "../../domain/package_hash.ts";
import type { PackageSignature } from "../../domain/signature.ts";
import type { SigningKeyInfo } from "../../domain/signing_key.ts";
import type { StoredVerdict } from "../../domain/verdict.ts";
import { CloacinaError } from "../../errors.ts";
import type { Operations } from "../../operations/operations.ts";
import type { Transport } from "./client_transport.ts";
import { PATHS } from "../wire.ts";
import { notGenuine, requireGenuine } from "./genuine.ts";
import { keyOf } from "./look_up_key.ts";
import { requireStorable } from "./require_storable.ts";
import { signatureBody } from "./signature_body.ts";
import { soundKey } from "./sound_key.ts";

type SignRequest = Parameters<Operations["package"]["sign"]>[0];
type VerifyRequest = Parameters<Operations["package"]["verify"]>[0];

/** `Operations.package` on a server, which gets hashes and nothing else of a package, not even its name. */
export function remotePackages(
  transport: Transport,
  onStandby: () => void,
): Operations["package"] {
  return {
    sign: (request) => signAll(transport, request),
    verify: async (request) => {
      const verdict = await verifyOne(transport, request);
      if (verdict.isFromStandby) onStandby();
      return verdict;
    },
    preflight: ({ orgId, hash }) =>
      transport.send({
        method: "POST",
        path: PATHS.preflight,
        body: { org_id: orgId, package_hash: hash },
        answer: Preflight,
        isIdempotent: true,
      }),
  };
}

/** What is stored must be stored together, so that may not be more than one request takes. */
async function signAll(
  transport: Transport,
  { reference, hashes, store }: SignRequest,
): ReturnType<Operations["package"]["sign"]> {
  if (store) requireStorable(hashes.length);
  const key = await keyOf(transport, reference);
  const signatures: PackageSignature[] = [];
  let signer: SigningKeyInfo | undefined;
  for (let start = 0; start < hashes.length; start += MAX_SIGNATURES) {
    const part = hashes.slice(start, start + MAX_SIGNATURES);
    const signed = await transport.send({
      method: "POST",
      path: PATHS.sign,
      ...key,
      body: { package_hashes: part, store },
      answer: Signed,
      isIdempotent: true,
    });
    const found = await soundKey(signed.key);
    requireSigner(found, key.params.key_id, signer);
    await requireAll(found, part, signed.signatures);
    signer = found;
    signatures.push(...signed.signatures);
  }
  return { key: signer!, signatures };
}

/** All parts are signed by the one key that was asked for. */
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
  hashes: readonly PackageHash[],
  signatures: readonly PackageSignature[],
): Promise<void> {
  if (signatures.length !== hashes.length) {
    const state = `the server sent ${signatures.length} signatures`;
    throw notGenuine(`sign ${hashes.length} packages`, state);
  }
  for (const [index, hash] of hashes.entries()) {
    const hashed = { name: `package ${hash}`, hash };
    await requireGenuine("sign", hashed, publicKey, signatures[index]!);
  }
}

/** Whom the organisation trusts only the server knows; that the signature is of this package, and by that key, is checked. */
async function verifyOne(
  { send }: Transport,
  { orgId, name, hash, signature }: VerifyRequest,
): Promise<StoredVerdict> {
  const verified = await send({
    method: "POST",
    path: PATHS.verify,
    body: { org_id: orgId, package_hash: hash, signature: signature && signatureBody(signature) },
    answer: Verified,
    isIdempotent: true,
  }).catch((error) => {
    throw named(error, hash, name);
  });
  const passed = signature ?? verified.signature;
  const key = await soundKey(verified.key);
  await requireGenuine("verify", { name, hash }, key.publicKey, passed);
  return { signature: passed, key, isFromStandby: verified.isFromStandby };
}

/** A server calls a package by its hash; whoever asked knows it by another name. */
function named(error: unknown, hash: PackageHash, name: string): unknown {
  if (!(error instanceof CloacinaError)) return error;
  const message = error.message.replace(`package ${hash}`, () => name);
  return new CloacinaError(error.code, message, { hint: error.hint, cause: error });
}
