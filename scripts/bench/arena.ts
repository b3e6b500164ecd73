import { join } from "node:path";
import { CloacinaError } from "../../src/errors.ts";
import { firstErrorLine, runCommand } from "../compile/run_command.ts";
import type { Contender } from "./contender.ts";
import type { PackageFile } from "./plan.ts";

/** The most that `getRandomValues` gives at once. */
const RANDOM_BYTES = 64 * 1024;

/** A contender in a folder of its own, and the folder of the packages that all share. */
export interface Place {
  readonly contender: Contender;
  readonly folder: string;
  readonly source: string;
}

/** Writes packages of random bytes, to the disk as well, so that no write-back disturbs what is measured later. */
export async function writePackages(folder: string, files: readonly PackageFile[]): Promise<void> {
  await Deno.mkdir(folder);
  for (const { name, bytes } of files) await writeRandom(join(folder, name), bytes);
}

/** Gives a contender its folder, and has it make its keys there. */
export async function furnish(place: Place): Promise<void> {
  const { contender, folder } = place;
  await Deno.mkdir(join(folder, "keys"), { recursive: true });
  for (const [program, ...args] of contender.setUp) {
    const { success, stderr } = await runCommand(program, args, { cwd: folder });
    if (success) continue;
    const message = `Cannot make a key with ${program}: ${firstErrorLine(stderr)}`;
    throw new CloacinaError("io_failed", message);
  }
}

/**
 * Lays out packages without signatures, as hard links, so that all contenders read the same pages of memory. What was
 * there is put aside and not removed: ext4 may search long for an inode where many were given back just before.
 */
export async function layOutPackages(
  { folder, source }: Place,
  files: readonly PackageFile[],
): Promise<void> {
  const packages = join(folder, "packages");
  await Deno.rename(packages, join(folder, crypto.randomUUID())).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  });
  await Deno.mkdir(packages);
  for (const { name } of files) await Deno.link(join(source, name), join(packages, name));
  using directory = await Deno.open(packages);
  await directory.sync();
}

async function writeRandom(path: string, bytes: number): Promise<void> {
  using file = await Deno.open(path, { write: true, createNew: true });
  const block = new Uint8Array(RANDOM_BYTES);
  for (let left = bytes; left > 0; left -= block.length) {
    const chunk = crypto.getRandomValues(block).subarray(0, Math.min(left, block.length));
    for (let rest = chunk; rest.length > 0;) rest = rest.subarray(await file.write(rest));
  }
  await file.sync();
}
