import { HEX_32_BYTES } from "../../domain/patterns.ts";
import type { PackageHash } from "../../domain/package_hash.ts";
import { quoted } from "../../domain/quoted.ts";
import { shownValue } from "../../domain/shown_text.ts";
import { CloacinaError } from "../../errors.ts";
import type { CliContext } from "../context.ts";
import { hashPackage } from "./batch.ts";
import type { PackageFlags } from "./package_flags.ts";

/** The hash of the package that the flags name, or null. Throws `invalid_request`. */
export async function readPackageHash(
  context: CliContext,
  flags: PackageFlags,
): Promise<PackageHash | null> {
  if (flags.package === undefined) return flags.hash === undefined ? null : parseHash(flags.hash);
  if (flags.hash === undefined) return (await hashPackage(context, flags.package)).hash;
  throw new CloacinaError(
    "invalid_request",
    "Cannot read the command line: --package and --hash are mutually exclusive",
  );
}

function parseHash(text: string): PackageHash {
  if (HEX_32_BYTES.test(text)) return text.toLowerCase() as PackageHash;
  const message = `Cannot read --hash ${quoted(shownValue(text))}: it is not 64 hex characters`;
  throw new CloacinaError("invalid_request", message, {
    hint: "`sha256sum FILE` prints the hash; --package FILE computes it",
  });
}
