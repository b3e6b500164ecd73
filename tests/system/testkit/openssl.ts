/** What one run of openssl left behind. */
export interface OpensslResult {
  readonly code: number;
  readonly stdout: Uint8Array<ArrayBuffer>;
  readonly stderr: string;
}

/** Runs the real openssl, which must be installed. Any exit code is a result. */
export async function openssl(...args: readonly string[]): Promise<OpensslResult> {
  const command = new Deno.Command("openssl", { args: [...args], stdin: "null" });
  const { code, stdout, stderr } = await command.output().catch((error) => {
    throw new Error("Cannot run openssl: apt-get install -y openssl", { cause: error });
  });
  return { code, stdout: new Uint8Array(stdout), stderr: new TextDecoder().decode(stderr) };
}
