import { mayBeSecretPath } from "../domain/secret_text.ts";
import { CloacinaError } from "../errors.ts";

/**
 * Names of files and directories are public: throws `invalid_request` for what may be a secret, given as a name by
 * mistake. `action` reads "write the file".
 */
export function requirePublicName(path: string, action: string): void {
  if (!mayBeSecretPath(path)) return;
  throw new CloacinaError("invalid_request", `Cannot ${action}: its name may be a secret itself`, {
    hint: "if that really is its name, write ./ before it",
  });
}
