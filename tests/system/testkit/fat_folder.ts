import { realpathSync } from "node:fs";

/** How large the file system is: it takes a few files. */
const BYTES = 4 * 1024 * 1024;

/**
 * Calls `body` with the root of a FAT file system, mounted as a desktop mounts a USB stick: every file is its user's, and
 * everyone may read it, whatever mode it is given. Both are gone afterwards.
 */
export async function withFatFolder<Result>(
  body: (folder: string) => Promise<Result>,
): Promise<Result> {
  const root = realpathSync(await Deno.makeTempDir({ prefix: "cloacina-test-" }));
  const [image, folder] = [`${root}/image`, `${root}/stick`];
  try {
    await Deno.mkdir(folder);
    await Deno.writeFile(image, new Uint8Array(BYTES));
    await run("mkfs.vfat", image);
    await run("fusefat", "-o", "rw+", "-o", "umask=022,default_permissions", image, folder);
    return await body(folder).finally(() => run("fusermount", "-u", folder));
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

async function run(program: string, ...args: readonly string[]): Promise<void> {
  const PATH = `${Deno.env.get("PATH") ?? ""}:/usr/sbin:/sbin`;
  const command = new Deno.Command(program, { args: [...args], env: { PATH }, stdin: "null" });
  const { success, stderr } = await command.output().catch((cause) => {
    throw new Error(`Cannot run ${program}: install dosfstools, fusefat and fuse`, { cause });
  });
  if (!success) throw new Error(`${program}: ${new TextDecoder().decode(stderr)}`);
}
