import { parse, TomlError } from "smol-toml";
import * as z from "zod/mini";
import type { Config } from "./config_file.ts";

/** Of the engine's file, what is ours to read. What else stands in it is somebody else's. */
const EngineConfig = z.object({ database_url: z.optional(z.string()) });

/** Reads the bytes of a `config.toml`. Throws SyntaxError, which says where, and quotes nothing: there are secrets in it. */
export function parseConfig(bytes: Uint8Array): Config {
  const result = EngineConfig.safeParse(parseToml(decode(bytes)));
  if (!result.success) throw new SyntaxError("database_url must be a string");
  return { databaseUrl: result.data.database_url };
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new SyntaxError("it is not UTF-8", { cause });
  }
}

function parseToml(text: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    const where = cause instanceof TomlError ? ` in line ${cause.line}` : "";
    throw new SyntaxError(`it is not TOML${where}`, { cause });
  }
}
