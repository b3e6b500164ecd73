import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import { invalidKey } from "./invalid_key.ts";

/**
 * Runs a parser of a key file, and names the file in its errors. A SyntaxError, which means "not in this format",
 * becomes an `invalid_key`.
 */
export async function readSource<Result>(
  source: string,
  read: () => Promise<Result>,
): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    throw withSource(asInvalidKey(error), source);
  }
}

function asInvalidKey(thrown: unknown): unknown {
  return thrown instanceof SyntaxError ? invalidKey(thrown.message, { cause: thrown }) : thrown;
}

/** Messages read "Cannot <action> <value>: <state>"; the name is inserted at the end of the value. */
function withSource(thrown: unknown, source: string): unknown {
  if (!(thrown instanceof CloacinaError)) return thrown;
  return thrown.with({ message: thrown.message.replace(": ", () => ` ${quoted(source)}: `) });
}
