import { join } from "node:path";

/** Everything in a folder: what a file holds, where a link leads, or what else is there. */
export async function contentOf(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await Array.fromAsync(Deno.readDir(folder), async ({ name }) => {
    const path = join(folder, name);
    const { isFile, isSymlink, isDirectory } = await Deno.lstat(path);
    if (isSymlink) return [name, `-> ${await Deno.readLink(path)}`];
    if (isFile) return [name, await Deno.readTextFile(path)];
    return [name, isDirectory ? "directory" : "special"];
  });
  return Object.fromEntries(entries);
}
