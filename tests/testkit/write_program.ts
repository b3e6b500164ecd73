/**
 * Writes a script that anyone may run. Another process does: an executable that this process had open for writing could
 * not be run ("text file busy") while a child that it is just forking still holds the descriptor.
 */
export async function writeProgram(path: string, text: string): Promise<void> {
  const script = 'printf "%s" "$2" > "$1" && chmod 755 "$1"';
  const { success } = await new Deno.Command("sh", { args: ["-c", script, "sh", path, text] })
    .output();
  if (!success) throw new Error(`Cannot write ${path}`);
}
