import { fileURLToPath } from "node:url";
import { AS_ROOT } from "./as_root.ts";

/** What a script may do that makes machines in its network: nothing outside of that network hears of it. */
const MAY = ["read", "write", "run", "env", "sys", "net"].map((what) => `--allow-${what}`);

/** A user who is not root may still make the namespaces of further machines, and connect them. */
const CAPABILITIES = "+sys_admin,+net_admin";

/**
 * Runs a script in a network namespace of its own, where there is nothing but loopback. What it prints is printed. Throws
 * where it fails, with what it said of that.
 */
export async function runInOwnNetwork(script: URL): Promise<void> {
  const run = [Deno.execPath(), "run", "--no-prompt", "--cached-only", ...MAY];
  const [program, ...args] = [
    ...AS_ROOT,
    ...["env", `PATH=${Deno.env.get("PATH")}`, "unshare", "--net"],
    ...["setpriv", `--reuid=${Deno.uid()}`, `--regid=${Deno.gid()}`, "--keep-groups"],
    ...[`--inh-caps=${CAPABILITIES}`, `--ambient-caps=${CAPABILITIES}`],
    ...["sh", "-c", 'ip link set lo up && exec "$@"', "sh", ...run, fileURLToPath(script)],
  ];
  const streams = { stdin: "null", stdout: "inherit", stderr: "piped" } as const;
  const { success, code, stderr } = await new Deno.Command(program!, { args, ...streams }).output();
  const said = new TextDecoder().decode(stderr);
  if (!success) throw new Error(`${script.pathname} failed with ${code}:\n${said}`);
}
