import type { CloacinaError } from "../../../errors.ts";
import { standIn } from "../../foreign_file.ts";
import { invalidKey } from "../invalid_key.ts";

/** The `invalid_key` for a file in no known format of keys: it may be no key file at all, such as a web page. */
export function unknownFormat(file: Uint8Array): CloacinaError {
  const foreign = standIn(file);
  if (foreign !== undefined) return invalidKey(foreign.state, { hint: foreign.hint });
  return invalidKey("its format is unknown", {
    hint: "cloacina reads PEM, DER, OpenSSH, JWK and other formats, which docs/keys.md lists",
  });
}
