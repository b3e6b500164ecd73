/** Runs a task with a temporary folder, and removes it afterwards, also after Ctrl-C: it may hold gigabytes. */
export async function withTemporaryFolder<Result>(
  prefix: string,
  task: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await Deno.makeTempDir({ prefix });
  const interrupt = () => {
    Deno.removeSync(folder, { recursive: true });
    Deno.exit(130);
  };
  Deno.addSignalListener("SIGINT", interrupt);
  try {
    return await task(folder);
  } finally {
    Deno.removeSignalListener("SIGINT", interrupt);
    await Deno.remove(folder, { recursive: true });
  }
}
