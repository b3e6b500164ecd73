import { dirname, join } from "node:path";

/** Contents by path; a path that ends in a slash is an empty directory. */
export type Tree = Readonly<Record<string, string>>;

/** Writes a tree of files. */
export async function writeTree(folder: string, tree: Tree): Promise<void> {
  for (const [path, content] of Object.entries(tree)) {
    const target = join(folder, path);
    await Deno.mkdir(path.endsWith("/") ? target : dirname(target), { recursive: true });
    if (!path.endsWith("/")) await Deno.writeTextFile(target, content);
  }
}
