import { type HashedPackage, toPackageHash } from "../../domain/package_hash.ts";
import { type Upload, UPLOAD_HEAD_BYTES } from "../../domain/upload.ts";
import type { CliContext } from "../context.ts";
import { displayName, STANDARD_STREAM } from "../terminal/standard_streams.ts";
import { hashPackage } from "./batch.ts";

/** A package that was hashed, as it would be uploaded. */
interface HashedUpload extends Upload {
  readonly hashed: HashedPackage;
}

/** Hashes one package, `-` is standard input, and looks at what decides besides. Throws where it cannot be read. */
export async function readUpload(context: CliContext, path: string): Promise<HashedUpload> {
  if (path === STANDARD_STREAM) return await readInput(context);
  const hashed = await hashPackage(context, path);
  const { bytes: head } = context.files.read(path, UPLOAD_HEAD_BYTES - 1, "read the package");
  return { hashed, head, size: await context.files.totalSize([path]) };
}

async function readInput({ files }: CliContext): Promise<HashedUpload> {
  const head: number[] = [];
  let size = 0;
  const digest = await files.hashInput((chunk) => {
    head.push(...chunk.subarray(0, UPLOAD_HEAD_BYTES - head.length));
    size += chunk.length;
  });
  const hashed = { name: displayName(STANDARD_STREAM), hash: toPackageHash(digest) };
  return { hashed, head: Uint8Array.from(head), size };
}
