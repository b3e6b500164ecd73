import assert from "node:assert/strict";
import { join } from "node:path";
import { inFolder } from "../compile/in_folder.ts";
import { freePort } from "../testkit/free_port.ts";
import { until } from "../testkit/until.ts";
import { AS_ROOT } from "../system/testkit/as_root.ts";
import { processTree } from "../system/testkit/process_tree.ts";
import { runAsRoot } from "./container_image.ts";
import { EXECUTABLES, ROOT } from "./dist.ts";

const UNIT = await Deno.readTextFile(join(ROOT, "deploy/systemd/cloacina.service"));
const MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const USER = "65532";

/** The values of a setting of the unit, in order. */
function settings(name: string): readonly string[] {
  const lines = UNIT.replaceAll("\\\n", " ").split("\n");
  return lines.filter((line) => line.startsWith(`${name}=`)).map((line) =>
    line.slice(name.length + 1)
  );
}

Deno.test("what the unit starts serves with its credentials, by no system call that the unit forbids", () =>
  inFolder(async (folder) => {
    const port = freePort();
    const trace = join(folder, "trace");
    const credentials = await layCredentials(folder);
    // Where it was built, the user of the service may have no way to it.
    const executable = join(folder, "cloacina");
    await Deno.copyFile(EXECUTABLES[0]!.path, executable);
    const command = settings("ExecStart")[0]!
      .replace("/usr/local/bin/cloacina", executable)
      .replaceAll("${CREDENTIALS_DIRECTORY}", credentials).split(/\s+/);
    const asUser = ["setpriv", `--reuid=${USER}`, `--regid=${USER}`, "--clear-groups"];
    const env = ["env", "-i", `CLOACINA_HOME=${folder}/state`];
    const migrate = [executable, "db", "migrate", command.at(-2)!];
    await runAsRoot(...asUser, ...env, ...migrate);
    const [program, ...args] = [
      ...[...AS_ROOT, "strace", "-f", "-qq", "-e", "signal=none", "-o", trace],
      ...[...asUser, ...env, ...command, `--bind=127.0.0.1:${port}`],
    ];
    const child = new Deno.Command(program!, { args, stdout: "null", stderr: "piped" }).spawn();
    const reader = new Response(child.stderr).text();
    await until(() => fetch(`http://127.0.0.1:${port}/ready`).then(drained, () => null));
    await runAsRoot("kill", "-TERM", String((await processTree([child.pid])).at(-1)));
    assert.equal((await child.status).code, 0, await reader);
    const forbidden = (await callsOf(executable, trace)).difference(await allowedCalls());
    assert.deepEqual([...forbidden], []);
  }));

/** Files as systemd gives them to a service: read by its user, changed by nobody. */
async function layCredentials(folder: string): Promise<string> {
  const path = join(folder, "credentials");
  await Deno.mkdir(path);
  await Deno.writeTextFile(join(path, "database-url"), `sqlite://${folder}/state/db`);
  await Deno.writeTextFile(join(path, "master-key"), MASTER_KEY);
  await Deno.mkdir(join(folder, "state"), { mode: 0o700 });
  await Deno.chmod(folder, 0o755);
  await runAsRoot("sh", "-c", `chmod 400 ${path}/*; chown -R ${USER} ${path}/* ${folder}/state`);
  return path;
}

async function drained(response: Response): Promise<true> {
  await response.body?.cancel();
  return true;
}

/** The system calls of the executable, and of no program before it. */
async function callsOf(executable: string, trace: string): Promise<Set<string>> {
  const text = await runAsRoot("cat", trace);
  const start = text.indexOf(`execve("${executable}"`);
  assert.ok(start >= 0, "strace saw the executable start");
  const own = text.slice(start);
  return new Set(Array.from(own.matchAll(/^\d+ +(\w+)\(/gm), ([, name]) => name!));
}

/** What the filters of the unit leave. */
async function allowedCalls(): Promise<Set<string>> {
  const { stdout } = await new Deno.Command("systemd-analyze", {
    args: ["--no-pager", "syscall-filter"],
  }).output();
  const sets = new Map(
    new TextDecoder().decode(stdout).split(/\n(?=@)/).map((block) => {
      const [name, ...lines] = block.split("\n").map((line) => line.trim());
      return [name!, lines.filter((line) => line !== "" && !line.startsWith("#"))];
    }),
  );
  const expand = (name: string): string[] => sets.get(name)?.flatMap(expand) ?? [name];
  const allowed = new Set<string>();
  for (const filter of settings("SystemCallFilter")) {
    const names = filter.replace("~", "").split(" ").flatMap(expand);
    for (const name of names) filter.startsWith("~") ? allowed.delete(name) : allowed.add(name);
  }
  return allowed;
}
