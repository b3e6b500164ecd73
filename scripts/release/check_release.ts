import { join } from "node:path";
import { CloacinaError } from "../../src/errors.ts";
import { CHECKSUMS_NAME } from "../compile/checksums.ts";
import { parseChecksums } from "./parse_checksums.ts";
import { signatureName } from "./release_files.ts";
import { runCloacina } from "./run_cloacina.ts";

/** A release to check, and the file with the public key that must have signed it. */
export interface ReleaseToCheck {
  readonly root: string;
  readonly folder: string;
  readonly releaseKey: string;
}

/**
 * Checks that SHA256SUMS and each file are signed by the release key, that each file is as it is listed, and that there
 * is no other. Returns the names of the files. Throws at the first difference.
 */
export async function checkRelease(release: ReleaseToCheck): Promise<readonly string[]> {
  const { root, folder, releaseKey } = release;
  await requireReleaseKey(releaseKey);
  const list = join(folder, CHECKSUMS_NAME);
  const verify = (paths: readonly string[]) =>
    runCloacina(root, ["package", "verify", "--trust-key", releaseKey, ...paths]);
  // Nothing is read from the list before it is known to be signed.
  await verify([list]);
  const names = [...parseChecksums(await Deno.readTextFile(list)).keys()];
  requireNoOther(folder, [...names, CHECKSUMS_NAME]);
  await verify(names.map((name) => join(folder, name)));
  return names;
}

/** A repository has no key before its first release. */
async function requireReleaseKey(path: string): Promise<void> {
  try {
    await Deno.stat(path);
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    const message = `Cannot check a release: there is no release key yet, no ${path}`;
    throw new CloacinaError("file_not_found", message, { cause });
  }
}

function requireNoOther(folder: string, names: readonly string[]): void {
  const known = new Set(names.flatMap((name) => [name, signatureName(name)]));
  const other = Array.from(Deno.readDirSync(folder), ({ name }) => name).find((name) =>
    !known.has(name)
  );
  if (other === undefined) return;
  throw new CloacinaError(
    "invalid_request",
    `Cannot accept ${join(folder, other)}: ${CHECKSUMS_NAME} does not list it`,
  );
}
