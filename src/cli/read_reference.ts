import { CloacinaError } from "../errors.ts";
import type { CliContext } from "./context.ts";
import { displayName, STANDARD_STREAM } from "./standard_streams.ts";

/** What an argument that names bytes led to. `name` is what messages call it; `mode` is known of files only. */
export interface ReferencedBytes {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mode: number | null;
}

/** What a secret given in place of a reference looks like: PEM, its base64, JWK, 64 hex characters, base64 of 32 bytes. */
const LOOKS_LIKE_A_KEY = /^\s*(-----BEGIN|MC4CAQ|MFECAQ|\{)|^[0-9a-f]{64}$|^[A-Za-z0-9+/]{43}=$/i;

/**
 * Reads what `--key` and its like take: a path, `file:PATH`, `env:VAR`, or `-`; at most `limit` bytes and one more.
 * Throws `invalid_request` for a key itself (and does not repeat it) and for a variable that is not set.
 */
export async function readReference(
  context: CliContext,
  reference: string,
  limit: number,
  action: string,
): Promise<ReferencedBytes> {
  refuseSecret(reference, action);
  if (reference.startsWith("env:")) {
    return readVariable(context, reference.slice("env:".length), action);
  }
  const path = reference.startsWith("file:") ? reference.slice("file:".length) : reference;
  return await readPath(context, path, limit, action);
}

/** Reads a path or `-`: at most `limit` bytes and one more. */
export async function readPath(
  { files, terminal }: CliContext,
  path: string,
  limit: number,
  action: string,
): Promise<ReferencedBytes> {
  const name = displayName(path);
  if (path === STANDARD_STREAM) {
    return { name, bytes: await readUpTo(terminal.readInput(), limit + 1), mode: null };
  }
  try {
    return { name, ...files.read(path, limit, action) };
  } catch (error) {
    // The error would repeat it.
    refuseSecret(path, action);
    throw error;
  }
}

/** Throws `invalid_request`, which does not repeat it, where a key itself stands for a reference to one. */
export function refuseSecret(reference: string, action: string): void {
  if (!LOOKS_LIKE_A_KEY.test(reference)) return;
  throw new CloacinaError(
    "invalid_request",
    `Cannot ${action}: a key itself was given, and other users of this machine can see it`,
    { hint: "put the key into a file, or into a variable and say env:CLOACINA_SIGNING_KEY" },
  );
}

function readVariable(context: CliContext, variable: string, action: string): ReferencedBytes {
  const value = context.env(variable);
  if (value === undefined) {
    throw new CloacinaError(
      "invalid_request",
      `Cannot ${action} from the variable ${variable}: it is not set`,
    );
  }
  return { name: `env:${variable}`, bytes: new TextEncoder().encode(value), mode: null };
}

async function readUpTo(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const buffer = new Uint8Array(length);
  let filled = 0;
  for await (const chunk of stream) {
    const taken = chunk.subarray(0, length - filled);
    buffer.set(taken, filled);
    filled += taken.length;
    if (filled === length) break;
  }
  return buffer.subarray(0, filled);
}
