import { HEX_32_BYTES } from "../../domain/patterns.ts";
import type { PackageHash } from "../../domain/package_hash.ts";
import { quoted } from "../../domain/quoted.ts";
import { shownValue } from "../../domain/shown_text.ts";
import { CloacinaError } from "../../errors.ts";

/** Reads the value of `--hash`. Throws `invalid_request`. */
export function parseHash(text: string): PackageHash {
  if (HEX_32_BYTES.test(text)) return text.toLowerCase() as PackageHash;
  const message = `Cannot read --hash ${quoted(shownValue(text))}: it is not 64 hex characters`;
  throw new CloacinaError("invalid_request", message, {
    hint: "`sha256sum FILE` prints the hash",
  });
}
