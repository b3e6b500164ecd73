import { join } from "node:path";
import { CloacinaError } from "../../src/errors.ts";
import { firstErrorLine, runCommand } from "../compile/run_command.ts";
import type { Command, Contender } from "./contender.ts";
import type { PackageFile } from "./plan.ts";

/** The most that `getRandomValues` gives at once. */
const RANDOM_BYTES = 64 * 1024;

const LAY_OUT =
  'if [ -d packages ]; then mv packages "$(mktemp -d aside.XXXXXX)"; fi && mkdir packages && ' +
  'ln -- "$@" packages && sync packages';

/** Packages of this size are left alone until their change is old enough for cloacina to hash them once. */
const LEFT_ALONE_BYTES = 100 * 1024 * 1024;

/** A contender with its own folder, and the folder of the packages, which all contenders share. */
export interface Place {
  readonly contender: Contender;
  readonly folder: string;
  readonly source: string;
}

/** Writes packages of random bytes and syncs them, so that no write-back disturbs later measurements. */
export async function writePackages(folder: string, files: readonly PackageFile[]): Promise<void> {
  await Deno.mkdir(folder);
  for (const { name, bytes } of files) await writeRandom(join(folder, name), bytes);
}

/** Creates a contender's folder and generates its keys there. */
export async function furnish(place: Place): Promise<void> {
  const { contender, folder } = place;
  await Deno.mkdir(join(folder, "keys"), { recursive: true });
  for (const [program, ...args] of contender.setUp) {
    const { success, stderr } = await runCommand(program, args, { cwd: folder });
    if (success) continue;
    const message = `Cannot generate a key with "${program}": ${firstErrorLine(stderr)}`;
    throw new CloacinaError("io_failed", message);
  }
}

/**
 * A command that lays out packages without signatures in the contender's folder. They are hard links, so that all
 * contenders read the same cached pages. Older packages are moved aside instead of removed: ext4 may search long for a
 * free inode right after many were freed.
 */
export function layOutPackages({ source }: Place, files: readonly PackageFile[]): Command {
  const paths = files.map(({ name }) => join(source, name));
  const areLeft = files.some(({ bytes }) => bytes >= LEFT_ALONE_BYTES);
  return ["sh", "-c", areLeft ? `${LAY_OUT} && sleep 3` : LAY_OUT, "sh", ...paths];
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
