import type { DetectedKey } from "./detected_key.ts";
import { invalidKey } from "./invalid_key.ts";
import { openContent } from "./open_content.ts";
import { decodePem, type PemBlock, readPem } from "./pem.ts";
import { hasNoKey, mayBePrivate, pemContent } from "./pem_labels.ts";

/**
 * Detects the keys in PEM: any number of public ones, one certificate, or one private key, beside which certificates
 * and other blocks without a key are ignored. Throws SyntaxError, `invalid_key`.
 */
export async function detectPem(text: string): Promise<readonly DetectedKey[]> {
  const all = readPem(text);
  if (all.length === 0) throw invalidKey("its PEM boundary does not start a line");
  const blocks = await Array.fromAsync(
    keyBlocks(all),
    async (block) => ({ block, content: await pemContent(block.label) }),
  );
  if (blocks.length > 1 && blocks.some(({ content }) => content !== "spki")) {
    const kind = blocks.some(({ content }) => content === "certificate")
      ? "certificate"
      : "private key";
    throw invalidKey(`it holds several PEM blocks, and one of them is a ${kind}`);
  }
  const isWholeFile = blocks.length === all.length;
  const keys = blocks.map(({ block, content }) =>
    openContent({ content, bytes: decodePem(block), encoding: "pem", isWholeFile })
  );
  return await Promise.all(keys);
}

/** Web servers keep a private key and its certificates in one file, and `openssl pkcs12 -nodes` writes them. */
function keyBlocks(blocks: readonly PemBlock[]): readonly PemBlock[] {
  const isBesideKey = blocks.some(({ label }) => mayBePrivate(label));
  return isBesideKey ? blocks.filter(({ label }) => !hasNoKey(label)) : blocks;
}
