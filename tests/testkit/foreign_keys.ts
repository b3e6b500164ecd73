/** Where the files of other tools are. Each name begins with the tool and its version. All keys were made for these tests. */
const FOLDER = new URL("../vectors/foreign_keys/", import.meta.url);

/** What unlocks those that are locked. */
export const FOREIGN_PASSPHRASE = "correct horse";

/** The files of other tools that are read, or are refused. */
export type ForeignKind = "read" | "refused";

/** The names of all files, sorted. */
export async function foreignKeyNames(kind: ForeignKind): Promise<readonly string[]> {
  const entries = await Array.fromAsync(Deno.readDir(new URL(`${kind}/`, FOLDER)));
  return entries.map(({ name }) => name).sort();
}

/** The content of a file. */
export async function readForeignKey(
  kind: ForeignKind,
  name: string,
): Promise<Uint8Array<ArrayBuffer>> {
  return await Deno.readFile(new URL(`${kind}/${name}`, FOLDER));
}
