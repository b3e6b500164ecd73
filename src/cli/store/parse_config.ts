import { parse, TomlError } from "smol-toml";
import * as z from "zod/mini";
import { utf8Text } from "../../formats/utf8.ts";

/** A named server of the engine's configuration, and its token, or `env:VAR` or `file:PATH`. */
interface Profile {
  readonly server: string | undefined;
  readonly apiKey: string | undefined;
}

/** What this program takes from the text of `config.toml`. */
export interface ParsedConfig {
  readonly databaseUrl: string | undefined;
  readonly defaultProfile: string | undefined;
  readonly profiles: ReadonlyMap<string, Profile>;
}

/** The keys of the engine's file that are read; all others are ignored. */
const EngineConfig = z.object({
  database_url: z.optional(z.string()),
  default_profile: z.optional(z.string()),
  profiles: z.optional(z.record(
    z.string(),
    z.object({ server: z.optional(z.string()), api_key: z.optional(z.string()) }),
  )),
});

/** Parses `config.toml`. Throws SyntaxError, which gives the line but quotes nothing: the file may have secrets. */
export function parseConfig(bytes: Uint8Array): ParsedConfig {
  const text = utf8Text(bytes, "dropped");
  if (text === null) throw new SyntaxError("it is not UTF-8");
  const result = EngineConfig.safeParse(parseToml(text));
  if (!result.success) throw new SyntaxError(describe(result.error.issues[0]!));
  const { database_url: databaseUrl, default_profile: defaultProfile, profiles = {} } = result.data;
  return {
    databaseUrl,
    defaultProfile,
    profiles: new Map(
      Object.entries(profiles).map(([name, { server, api_key: apiKey }]) => [
        name,
        { server, apiKey },
      ]),
    ),
  };
}

/** Names the key, but not the profile. */
function describe({ path }: z.core.$ZodIssue): string {
  const [first, name, key] = path.map(String);
  if (name === undefined) return `${first} must be a ${first === "profiles" ? "table" : "string"}`;
  return key === undefined ? "a profile must be a table" : `${key} of a profile must be a string`;
}

function parseToml(text: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    const where = cause instanceof TomlError ? ` in line ${cause.line}` : "";
    throw new SyntaxError(`it is not TOML${where}`, { cause });
  }
}
