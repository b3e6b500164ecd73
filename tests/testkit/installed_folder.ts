import { exists } from "./exists.ts";

/** The program that installs something into a folder, and its arguments. */
export type Installer = (folder: string) => readonly [program: string, ...args: string[]];

/** How often a program is run that may fail where the network does. */
const TRIES = 3;

/**
 * A folder with what a program installs into it, once for each user of the machine, who alone may write it. Throws an
 * Error with what the program says.
 */
export async function installedFolder(name: string, installer: Installer): Promise<string> {
  const place = Deno.env.get("TMPDIR") ?? "/tmp";
  const folder = `${place}/cloacina-${name}-${Deno.uid()}`;
  if (!await exists(folder)) await install(folder, installer);
  const { uid } = await Deno.lstat(folder);
  if (uid !== Deno.uid()) throw new Error(`Cannot use ${folder}: it belongs to another user`);
  return folder;
}

/** Installs beside the folder and moves it there, so that several may do so at once. */
async function install(folder: string, installer: Installer): Promise<void> {
  const fresh = await installedAnew(installer, TRIES);
  // PostgreSQL's user has to get in.
  await Deno.chmod(fresh, 0o755);
  await Deno.rename(fresh, folder).catch(() => Deno.remove(fresh, { recursive: true }));
}

async function installedAnew(installer: Installer, tries: number): Promise<string> {
  const fresh = await Deno.makeTempDir();
  const [program, ...args] = installer(fresh);
  const { success, stderr } = await new Deno.Command(program, { args }).output();
  if (success) return fresh;
  await Deno.remove(fresh, { recursive: true });
  if (tries > 1) return await installedAnew(installer, tries - 1);
  throw new Error(`Cannot run ${program} ${args}: ${new TextDecoder().decode(stderr)}`);
}
