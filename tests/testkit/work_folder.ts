/** A fresh folder, and real programs run in it. */
export interface WorkFolder {
  /** Writes a file that only its owner may read, as `ssh-keygen` wants of private keys. */
  readonly write: (name: string, content: Uint8Array | string) => Promise<void>;
  readonly read: (name: string) => Promise<Uint8Array>;
  /** Runs a program to its end, and returns its stdout. Throws with its stderr where it fails. */
  readonly run: (program: string, ...args: readonly string[]) => Promise<Uint8Array>;
}

/** Calls `body` with a folder that is gone afterwards. */
export async function withWorkFolder<T>(body: (folder: WorkFolder) => Promise<T>): Promise<T> {
  const path = await Deno.makeTempDir({ prefix: "cloacina-test-" });
  const folder: WorkFolder = {
    write: (name, content) => write(`${path}/${name}`, content),
    read: (name) => Deno.readFile(`${path}/${name}`),
    run: (program, ...args) => run(path, program, args),
  };
  return await body(folder).finally(() => Deno.remove(path, { recursive: true }));
}

async function write(path: string, content: Uint8Array | string): Promise<void> {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  await Deno.writeFile(path, bytes, { mode: 0o600 });
}

async function run(cwd: string, program: string, args: readonly string[]): Promise<Uint8Array> {
  const command = new Deno.Command(program, { args: [...args], cwd, stdin: "null" });
  const { success, stdout, stderr } = await command.output();
  if (success) return stdout;
  throw new Error(`${program} ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
}
