import { parse } from "node:path";
import { toKeyName } from "../../domain/key_name.ts";
import { CloacinaError } from "../../errors.ts";
import { isStandardInput } from "../terminal/standard_streams.ts";
import { pathOf } from "./read_reference.ts";

/** Pipes of the shell's, such as /dev/fd/63. */
const PIPE = /^\/(dev|proc)\//;

/** What a key is called by its file: as that, without its ending. Empty where there is no file, or no name in it. */
export function fileKeyName(reference: string): string {
  const path = pathOf(reference);
  if (path === null || isStandardInput(path) || PIPE.test(path)) return "";
  try {
    return toKeyName(parse(path).name);
  } catch (error) {
    if (error instanceof CloacinaError) return "";
    throw error;
  }
}
