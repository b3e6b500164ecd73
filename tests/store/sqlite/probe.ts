import { fileURLToPath } from "node:url";
import { FILE_PERMISSIONS } from "../../testkit/file_permissions.ts";
import { quoted, runShell } from "../../testkit/shell.ts";

const SCRIPT = fileURLToPath(new URL("store_probe.ts", import.meta.url));
const FLAGS = ["--quiet", "--no-prompt", "--no-check", "--cached-only", "--no-config", "--no-lock"];

/** What a process does with a database; `prefix` is what it is started by, such as strace. */
export interface Probe {
  readonly deed: "read" | "write" | "migrate";
  readonly path: string;
  readonly permissions?: readonly string[];
  readonly prefix?: string;
}

/** Lets a process of its own do one thing with a database, file permissions counting. "done", or the code and message. */
export async function probe({ deed, path, permissions, prefix = "" }: Probe): Promise<string> {
  const allowed = permissions ?? FILE_PERMISSIONS;
  const command = [Deno.execPath(), "run", ...FLAGS, ...allowed, SCRIPT, deed, path];
  const { stdout, stderr, code, expired } = await runShell(
    `${prefix} ${command.map(quoted).join(" ")}`,
    { cwd: "/", env: { PATH: Deno.env.get("PATH") ?? "", HOME: "/nonexistent" }, deadline: 60_000 },
  );
  const said = new TextDecoder().decode(stdout).trim();
  if (said !== "" && !expired) return said;
  return `exit ${code}: ${new TextDecoder().decode(stderr)}`;
}
