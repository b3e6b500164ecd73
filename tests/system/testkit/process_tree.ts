/** These processes and all below them, parents first. */
export async function processTree(roots: readonly number[]): Promise<readonly number[]> {
  const children = Map.groupBy(await parents(), ({ parent }) => parent);
  const found = new Set(roots);
  for (const pid of found) {
    for (const child of children.get(pid) ?? []) found.add(child.pid);
  }
  return [...found];
}

/** Each process of the machine, with its parent (proc(5)). By `cat`, as Deno itself reads nothing there. */
async function parents(): Promise<readonly { readonly pid: number; readonly parent: number }[]> {
  const args = ["-c", "cat /proc/[0-9]*/stat 2> /dev/null || true"];
  const { stdout } = await new Deno.Command("sh", { args }).output();
  return new TextDecoder().decode(stdout).split("\n").flatMap((line) => {
    const [, pid, parent] = /^(\d+) .*\) \S (\d+) /.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent) }];
  });
}
