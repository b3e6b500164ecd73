/**
 * A folder with packages of npm in its `node_modules`, such as `["hono@4.13.19"]`. It is installed once for each user of
 * the machine, who alone may write it. Throws an Error with what npm says.
 */
export async function npmFolder(name: string, packages: readonly string[]): Promise<string> {
  const place = Deno.env.get("TMPDIR") ?? "/tmp";
  const folder = `${place}/cloacina-${name}-${Deno.uid()}`;
  if (!await exists(folder)) await install(folder, packages);
  const { uid } = await Deno.lstat(folder);
  if (uid !== Deno.uid()) throw new Error(`Cannot use ${folder}: it belongs to another user`);
  return folder;
}

/** Installs beside the folder and moves it there, so that several may do so at once. */
async function install(folder: string, packages: readonly string[]): Promise<void> {
  const fresh = await Deno.makeTempDir();
  const args = ["install", "--prefix", fresh, "--no-save", ...packages];
  const { success, stderr } = await new Deno.Command("npm", { args }).output();
  if (!success) throw new Error(`Cannot install ${packages}: ${new TextDecoder().decode(stderr)}`);
  // PostgreSQL's user has to get in.
  await Deno.chmod(fresh, 0o755);
  await Deno.rename(fresh, folder).catch(() => Deno.remove(fresh, { recursive: true }));
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
