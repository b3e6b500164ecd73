import type { PackageSignature } from "../../../domain/signature.ts";
import { serializeDetachedSignature } from "../../../formats/signature/serialize_detached_signature.ts";
import type { CliContext } from "../../context.ts";
import { STANDARD_STREAM } from "../../terminal/standard_streams.ts";

/** Writes a detached signature to its target. Throws `target_exists`, unless `force` replaces it. */
export async function writeSignature(
  { files, terminal }: CliContext,
  { force }: { readonly force?: boolean },
  signature: PackageSignature,
  target: string,
): Promise<void> {
  const text = serializeDetachedSignature(signature);
  if (target === STANDARD_STREAM) return await terminal.write(text);
  const file = { path: target, bytes: new TextEncoder().encode(text), mode: 0o644 };
  await files.write([file], force ? "replace" : "create");
}
