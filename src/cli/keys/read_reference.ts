import { shownReference } from "../../domain/shown_text.ts";
import type { NamedVariable } from "../../domain/variables.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import type { CliContext } from "../context.ts";
import { refuseSecret } from "../secrets/secret_given.ts";
import { displayName, STANDARD_STREAM } from "../terminal/standard_streams.ts";

/** What an argument that names bytes led to. `name` is what messages call it; `mode` is known of files only. */
export interface ReferencedBytes {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly mode: number | null;
}

/** What is read: `limit` bytes and one more, which shows that there are too many. `action` reads "read the key". */
export interface Reading {
  readonly limit: number;
  readonly action: string;
}

/** The variables that may hold a secret for this program: it is allowed to see few others. */
const OWN_VARIABLE = /^(CLOACINA_\w+|DATABASE_URL)$/;

/**
 * Reads what `--key` and its like take: a path, `file:PATH`, `env:VAR`, or `-`; at most `limit` bytes and one more.
 * Throws `invalid_request` for a secret itself (and does not repeat it) and for a variable that is not set.
 */
export async function readReference(
  context: CliContext,
  reference: string,
  { limit, action }: Reading,
): Promise<ReferencedBytes> {
  refuseSecret(reference, action);
  if (reference.startsWith("env:")) {
    return readVariable(context, reference.slice("env:".length), action);
  }
  const path = reference.startsWith("file:") ? reference.slice("file:".length) : reference;
  return await readPath(context, path, { limit, action });
}

/** Reads a path or `-`: at most `limit` bytes and one more. */
export async function readPath(
  { files, terminal }: CliContext,
  path: string,
  { limit, action }: Reading,
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

function readVariable(context: CliContext, name: string, action: string): ReferencedBytes {
  const variable = requireOwn(name, action);
  const value = context.env(variable);
  if (value === undefined) {
    throw new CloacinaError(
      "invalid_request",
      `Cannot ${action} from the variable ${quoted(shownReference(variable))}: it is not set`,
    );
  }
  return { name: `env:${variable}`, bytes: new TextEncoder().encode(value), mode: null };
}

/** What is no variable's name may be the secret itself, which somebody's shell put there. */
function requireOwn(variable: string, action: string): NamedVariable {
  if (OWN_VARIABLE.test(variable)) return variable as NamedVariable;
  throw new CloacinaError(
    "insufficient_permissions",
    `Cannot ${action} from a variable: cloacina may read only variables of its own`,
    {
      hint: "give the variable a name that begins with CLOACINA_; " +
        "what follows env: is not shown, as it may be a secret",
    },
  );
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

/** Whether a text is `env:VAR` or `file:PATH`, and not what it stands for. */
export function isReference(text: string): boolean {
  return /^(env|file):/.test(text);
}

/**
 * Reads a path or `-`, of which it depends whom this program trusts: at most `limit` bytes and one more. Throws
 * `insufficient_permissions` for a file that others may write or replace.
 */
export async function readTrusted(
  context: CliContext,
  path: string,
  { limit, action }: Reading,
): Promise<ReferencedBytes> {
  const file = await readPath(context, path, { limit, action });
  if (path !== STANDARD_STREAM) context.files.requireTrusted(path, action);
  return file;
}
