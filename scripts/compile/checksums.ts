import { createHash } from "node:crypto";
import { join } from "node:path";

/** The file that lists the SHA-256 of every other file in its folder. */
export const CHECKSUMS_NAME = "SHA256SUMS";

/** One line a file as `sha256sum -c` reads it, in the order of the names' code units. */
export function formatChecksums(digests: ReadonlyMap<string, string>): string {
  const names = [...digests.keys()].sort();
  return names.map((name) => `${digests.get(name)}  ${name}\n`).join("");
}

/**
 * Hashes every file below the folder and writes the list atomically. Names that begin with a dot are temporary files of
 * a build, and are left out.
 */
export async function writeChecksums(folder: string): Promise<void> {
  const digests = new Map<string, string>();
  for await (const name of filesBelow(folder, "")) {
    if (name !== CHECKSUMS_NAME) digests.set(name, await sha256OfFile(join(folder, name)));
  }
  const temporary = join(folder, `.${CHECKSUMS_NAME}.${crypto.randomUUID()}`);
  await Deno.writeTextFile(temporary, formatChecksums(digests), { createNew: true });
  await Deno.rename(temporary, join(folder, CHECKSUMS_NAME));
}

/** Removes the list, so that a build that fails half way does not leave one that looks complete. */
export async function removeChecksums(folder: string): Promise<void> {
  await Deno.remove(join(folder, CHECKSUMS_NAME)).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
}

async function* filesBelow(folder: string, prefix: string): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(join(folder, prefix))) {
    if (entry.name.startsWith(".")) continue;
    // Always "/": the list is read on other systems than the one that wrote it.
    const name = prefix === "" ? entry.name : `${prefix}/${entry.name}`;
    if (entry.isDirectory) yield* filesBelow(folder, name);
    else yield name;
  }
}

async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  using file = await Deno.open(path);
  for await (const chunk of file.readable) hash.update(chunk);
  return hash.digest("hex");
}
