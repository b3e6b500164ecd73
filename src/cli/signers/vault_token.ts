import { join } from "node:path";
import { CloacinaError } from "../../errors.ts";
import type { CliContext } from "../context.ts";
import { readSecretFile } from "../secrets/read_secret.ts";
import { userHome } from "../store/home.ts";

/** Maximum size of a token file. */
const MAX_TOKEN_BYTES = 4096;

/** Where `vault login` leaves a token. */
const TOKEN_FILE = ".vault-token";

/** What a header may hold. Vault's batch tokens have some hundred characters. */
const TOKEN = /^[\x21-\x7e]{1,4096}$/;

/**
 * The token for Vault: from VAULT_TOKEN, else from the file that `vault login` writes. No message repeats any of it.
 * Throws `unauthorized` if there is none.
 */
export async function readVaultToken(context: CliContext): Promise<string> {
  const { env, files } = context;
  const value = env("VAULT_TOKEN");
  if (value !== undefined && value !== "") return requireToken(value, "VAULT_TOKEN");
  const home = userHome(context);
  const path = home === null ? null : join(home, TOKEN_FILE);
  if (path === null || !await files.exists(path)) {
    throw noToken("connect to Vault", "no token was given");
  }
  return await readSecretFile(context, path, {
    limit: MAX_TOKEN_BYTES,
    action: "read the token for Vault",
    trustedOnly: true,
    parse: (bytes) => requireToken(new TextDecoder().decode(bytes), `~/${TOKEN_FILE}`),
  });
}

function requireToken(text: string, source: string): string {
  const token = text.trim();
  if (TOKEN.test(token)) return token;
  throw noToken(`read the token of ${source}`, token === "" ? "it is empty" : "it is not a token");
}

function noToken(action: string, state: string): CloacinaError {
  return new CloacinaError("unauthorized", `Cannot ${action}: ${state}`, {
    hint: "set VAULT_TOKEN, or run `vault login`, which leaves one in ~/.vault-token",
  });
}
