/** Calls `body` with a fresh empty folder, and removes it afterwards with what is in it. */
export async function inFolder(body: (folder: string) => void | Promise<void>): Promise<void> {
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "cloacina-test-" }));
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
