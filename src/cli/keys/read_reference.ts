import type { FileAccess } from "../../domain/file_mode.ts";
import { shownReference } from "../../domain/shown_text.ts";
import type { NamedVariable } from "../../domain/variables.ts";
import { quoted } from "../../domain/quoted.ts";
import { requireWithin } from "../../domain/require_within.ts";
import { CloacinaError } from "../../errors.ts";
import type { CliContext } from "../context.ts";
import { refuseKeyText } from "./key_text.ts";
import { refuseSecret } from "../secrets/secret_given.ts";
import { displayName, isStandardInput } from "../terminal/standard_streams.ts";

/** The bytes that an argument refers to. `name` is for messages; who may read them is known for files only. */
export interface ReferencedBytes extends FileAccess {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What is read: `limit` bytes at most; more in a file are refused. `action` reads "read the key". */
export interface Reading {
  readonly limit: number;
  readonly action: string;
  /** Refuses FIFOs, where a path may come from a glob or a package's name: nobody may write to what is there. */
  readonly regularOnly?: true;
  /** Refuses a file that others may write or replace: it decides whom this program trusts. */
  readonly trustedOnly?: boolean;
  /** Gives a parser that refuses too many bytes by its own code one more than the limit. */
  readonly parserRefuses?: true;
}

/** Variables that may hold a secret for this program; it may read few others. */
const OWN_VARIABLE = /^(CLOACINA_\w+|DATABASE_URL)$/;

/**
 * Reads the value of a flag like `--key`: a path, `file:PATH`, `env:VAR`, or `-`. Throws
 * `invalid_request` for the secret itself, which is not repeated, for a variable that is not set, and for a file over
 * the limit.
 */
export async function readReference(
  context: CliContext,
  reference: string,
  reading: Reading,
): Promise<ReferencedBytes> {
  const { action } = reading;
  refuseSecret(reference, action);
  const path = pathOf(reference);
  if (path === null) return readVariable(context, variableOf(reference)!, action);
  return await readPath(context, path, reading);
}

/** The path of a reference, or `-`; null for `env:VAR`. */
export function pathOf(reference: string): string | null {
  if (variableOf(reference) !== undefined) return null;
  return reference.startsWith("file:") ? reference.slice("file:".length) : reference;
}

/** Reads a file, a FIFO or pipe such as the shell's `<(…)`, or `-`. Throws `invalid_request` for more than the limit. */
export async function readPath(
  context: CliContext,
  path: string,
  reading: Reading,
): Promise<ReferencedBytes> {
  const read = await readStart(context, path, reading);
  if (reading.parserRefuses) return read;
  try {
    requireWithin(read.bytes, reading.limit, `${reading.action} ${quoted(read.name)}`);
    return read;
  } catch (error) {
    // It may be a secret.
    read.bytes.fill(0);
    throw error;
  }
}

/** Reads `limit` bytes, and one more, which shows that there are too many. */
async function readStart(
  { files, terminal }: CliContext,
  path: string,
  { limit, action, regularOnly, trustedOnly }: Reading,
): Promise<ReferencedBytes> {
  const name = displayName(path);
  if (isStandardInput(path)) {
    return { name, bytes: await readUpTo(terminal.readInput(), limit + 1), mode: null };
  }
  try {
    const [read, readPipe] = trustedOnly
      ? [files.readTrusted, files.readTrustedPipe]
      : [files.read, files.readPipe];
    const pipe = regularOnly ? null : await readPipe(path, limit, action);
    return { name, ...pipe ?? read(path, limit, action) };
  } catch (error) {
    // The error would repeat a secret.
    refuseSecret(path, action);
    refuseKeyText(path, action);
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
      { hint: "is the secret available to this job?" },
    );
  }
  return { name: `env:${variable}`, bytes: new TextEncoder().encode(value), mode: null };
}

/** A name that is not one of ours may be the secret itself, expanded by the shell. */
function requireOwn(variable: string, action: string): NamedVariable {
  if (OWN_VARIABLE.test(variable)) return variable as NamedVariable;
  throw new CloacinaError(
    "insufficient_permissions",
    `Cannot ${action} from a variable: cloacina may read only variables of its own`,
    {
      hint: "give the variable a name that begins with CLOACINA_; " +
        "the name after env: is not shown, because it may be a secret",
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

/** The variable of `env:VAR`, or undefined. */
export function variableOf(reference: string): string | undefined {
  return reference.startsWith("env:") ? reference.slice("env:".length) : undefined;
}

/** Whether a text is `env:VAR` or `file:PATH` and not the value itself. */
export function isReference(text: string): boolean {
  return /^(env|file):/.test(text);
}
