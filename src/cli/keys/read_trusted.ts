import type { CliContext } from "../context.ts";
import { readPath, type ReferencedBytes } from "./read_reference.ts";
import { STANDARD_STREAM } from "../terminal/standard_streams.ts";

/**
 * Reads a path or `-`, of which it depends whom this program trusts: at most `limit` bytes and one more. Throws
 * `insufficient_permissions` for a file that others may write or replace.
 */
export async function readTrusted(
  context: CliContext,
  path: string,
  limit: number,
  action: string,
): Promise<ReferencedBytes> {
  const file = await readPath(context, path, limit, action);
  if (path !== STANDARD_STREAM) context.files.requireTrusted(path, action);
  return file;
}
