/** Makes a FIFO, which Deno has no call for. */
export async function makeFifo(path: string): Promise<void> {
  const { success, stderr } = await new Deno.Command("mkfifo", { args: [path] }).output();
  if (!success) throw new Error(`Cannot make ${path}: ${new TextDecoder().decode(stderr)}`);
}
