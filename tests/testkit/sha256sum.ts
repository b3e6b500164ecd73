/** The SHA-256 of a file as the real sha256sum computes it. */
export async function sha256sum(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const command = new Deno.Command("sha256sum", { args: ["--", path], stdin: "null" });
  const { success, stdout, stderr } = await command.output();
  const text = new TextDecoder();
  if (!success) throw new Error(`Cannot run sha256sum: ${text.decode(stderr)}`);
  // With a backslash before it, where the name has one.
  const [digest] = /[0-9a-f]{64}/.exec(text.decode(stdout)) ?? [];
  return Uint8Array.fromHex(digest ?? "");
}
