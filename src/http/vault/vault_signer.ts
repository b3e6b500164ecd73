import * as z from "zod/mini";
import type { Bytes } from "../../crypto/bytes.ts";
import { ed25519Verifier } from "../../crypto/ed25519.ts";
import { shownVaultKey, type VaultKeyReference, vaultKeyText } from "../../domain/vault_key.ts";
import { decodeBase64 } from "../../formats/base64.ts";
import { admit } from "../client/admit.ts";
import type { Patience } from "../client/client_retry.ts";
import type { Signer } from "../../operations/signer.ts";
import { inBatches, type Settled } from "./in_batches.ts";
import { type Asked, itemRefusal, vaultUnavailable } from "./vault_error.ts";
import { readVaultKey, type VaultAccess, type VaultKey } from "./vault_key.ts";
import { type VaultLocation, vaultTransport } from "./vault_transport.ts";

/**
 * The most messages that one request has signed, and their bytes: Vault takes 10,000 parts and 32 MiB, and OpenBao 1,000
 * strings, of which each message is two.
 */
const MOST = { items: 400, size: 1024 * 1024 };

const BatchAnswer = z.object({
  data: z.object({
    batch_results: z.array(z.object({
      signature: z.optional(z.string()),
      error: z.optional(z.string()),
    })),
  }),
});

/** Opens a key of Vault's, whose public half is read. Throws as `readVaultKey` does. */
export async function openVaultSigner(
  location: VaultLocation,
  reference: VaultKeyReference,
  patience?: Patience,
): Promise<Signer> {
  const access = { location, transport: vaultTransport(location, patience) };
  try {
    return toSigner(access, await readVaultKey(access, reference));
  } catch (error) {
    access.transport.close();
    throw error;
  }
}

function toSigner(
  { transport, location: { url, token } }: VaultAccess,
  { reference, publicKey: { bytes, fingerprint } }: VaultKey,
): Signer {
  const { mount, name, version } = reference;
  const keyName = vaultKeyText(reference);
  const action = `sign with the key ${shownVaultKey(reference)}`;
  const send = async (messages: readonly Bytes[]) => {
    const batch_input = messages.map((message) => ({ input: message.toBase64() }));
    const document = await transport.send({
      action,
      path: `${mount}/sign/${name}`,
      // A rotation meanwhile must not change who signs.
      body: { key_version: version, batch_input },
    });
    const results = admit(BatchAnswer, document)?.data.batch_results;
    if (results?.length !== messages.length) {
      throw vaultUnavailable(url, "its answer does not have a signature for each message");
    }
    return results.map((one) => readResult(one, { action, url, token }, version));
  };
  const sizeOf = ({ length }: Bytes) => length;
  return {
    kind: "vault",
    name: keyName,
    publicKey: bytes,
    fingerprint,
    sign: inBatches({ most: MOST, sizeOf, send }),
    verify: ed25519Verifier(bytes),
    close: transport.close,
  };
}

/** Vault answers 200 also where it signed none. */
function readResult(
  { signature, error }: z.infer<typeof BatchAnswer>["data"]["batch_results"][number],
  asked: Asked,
  version: number,
): Settled<Bytes> {
  if (error !== undefined && error !== "") return { error: itemRefusal(asked, error) };
  const [, signer, text = ""] = /^vault:v(\d+):(.*)$/s.exec(signature ?? "") ?? [];
  const bytes = decodeBase64(text);
  if (signer === `${version}` && bytes !== undefined) return { value: bytes };
  const state = signer === undefined || bytes === undefined
    ? "its answer has no signature"
    : "it signed with another version of the key";
  return { error: vaultUnavailable(asked.url, state) };
}
