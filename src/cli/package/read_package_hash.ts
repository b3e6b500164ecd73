import type { PackageHash } from "../../domain/package_hash.ts";
import { mutuallyExclusive } from "../command_line/command_line_error.ts";
import type { CliContext } from "../context.ts";
import { hashPackage } from "./batch.ts";
import type { PackageFlags } from "./package_flags.ts";
import { parseHash } from "./parse_hash.ts";

/** The hash of the package that the flags name, or null. Throws `invalid_request`. */
export async function readPackageHash(
  context: CliContext,
  flags: PackageFlags,
): Promise<PackageHash | null> {
  if (flags.package === undefined) return flags.hash === undefined ? null : parseHash(flags.hash);
  if (flags.hash === undefined) return (await hashPackage(context, flags.package)).hash;
  throw mutuallyExclusive("--package", "--hash");
}
