/** Whether something is at a path, a symbolic link that leads nowhere among it. */
export async function exists(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, () => false);
}
