/** Who runs servers that refuse to be root. Null where the tests are not root themselves. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

const CANDIDATES = ["postgres", "nobody"];

/** The user for servers that the tests start. */
export async function serverUser(): Promise<ServerUser | null> {
  if (Deno.uid() !== 0) return null;
  const users = (await Deno.readTextFile("/etc/passwd")).split("\n").map((line) => line.split(":"));
  for (const candidate of CANDIDATES) {
    const [, , uid, gid] = users.find(([name]) => name === candidate) ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error("Cannot start a server as root: there is neither a user postgres nor nobody");
}

/** A new folder of that user's, which nobody else may read. */
export async function folderOf(user: ServerUser | null): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "cloacina-server-" });
  if (user !== null) await Deno.chown(folder, user.uid, user.gid);
  return folder;
}

/** Writes a file of that user's, which nobody else may read. */
export async function writeAs(
  user: ServerUser | null,
  path: string,
  content: string,
): Promise<void> {
  await Deno.writeTextFile(path, content, { mode: 0o600 });
  if (user !== null) await Deno.chown(path, user.uid, user.gid);
}

/** Runs a command as that user to its end. Throws an Error with what it said. */
export async function runAs(user: ServerUser | null, command: readonly string[]): Promise<void> {
  const [program, ...args] = command;
  const options = { args, cwd: "/", ...user };
  const { success, stderr, stdout } = await new Deno.Command(program!, options).output();
  if (success) return;
  const said = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("");
  throw new Error(`Cannot run ${command.join(" ")}: ${said}`);
}

/**
 * Runs a line of `sh` as that user as soon as the tests are over, however they end: the line waits until a pipe closes
 * whose other end this process holds. Ctrl-C does not end it. Returns what runs it at once.
 */
export function atTheEnd(user: ServerUser | null, line: string): () => Promise<void> {
  const args = ["-c", `trap '' INT TERM; cat; ${line}`];
  const streams = { stdin: "piped", stdout: "null", stderr: "null" } as const;
  const child = new Deno.Command("sh", { args, cwd: "/", ...streams, ...user }).spawn();
  child.unref();
  return async () => {
    child.ref();
    await child.stdin.close();
    await child.status;
  };
}
