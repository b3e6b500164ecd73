import { basename, join } from "node:path";
import type { ServerUser } from "../testkit/server_user.ts";
import { ROOT } from "./dist.ts";

/** A clone of the project, and all that it takes to compile it, in folders of one user's. */
export interface CloneWorkshop {
  readonly user: ServerUser | null;
  readonly clone: string;
  readonly deno: string;
  readonly temporary: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Clones the last commit for a user, with a Deno and its packages: those of this user may be out of reach. */
export async function prepareWorkshop(
  folder: string,
  user: ServerUser | null,
): Promise<CloneWorkshop> {
  const place = (name: string) => join(folder, name);
  const { denoDir } = JSON.parse(await runIn(ROOT, [Deno.execPath(), "info", "--json"]));
  for (const name of ["", "cache", "tmp", "home"]) {
    await Deno.mkdir(place(name), { recursive: true });
  }
  await Deno.copyFile(Deno.execPath(), place("deno"));
  await runIn(ROOT, ["cp", "-r", join(denoDir, "npm"), place("cache")]);
  await runIn(ROOT, ["git", "clone", "-q", "--no-hardlinks", ROOT, place("clone")]);
  if (user !== null) {
    // Another time for every source, too.
    await runIn(folder, [
      "find",
      "clone",
      "-type",
      "f",
      "-exec",
      "touch",
      "-d",
      "2001-02-03",
      "{}",
      "+",
    ]);
    await runIn(folder, ["chown", "-R", `${user.uid}:${user.gid}`, "."]);
  }
  const env = { HOME: place("home"), TMPDIR: place("tmp"), DENO_DIR: place("cache") };
  return { user, clone: place("clone"), deno: place("deno"), temporary: place("tmp"), env };
}

/** Compiles the clone as its user, with the runtime of an executable, and returns the output folder. */
export async function compileClone(
  { user, clone, deno, temporary, env }: CloneWorkshop,
  runtimeFrom: string,
): Promise<string> {
  const runtime = join(clone, "..", basename(runtimeFrom));
  await Deno.copyFile(runtimeFrom, runtime);
  const outputDir = join(temporary, "..", "home", "dist");
  const args = ["task", "compile", "--runtime-from", runtime, "--output-dir", outputDir];
  const options = { args, cwd: clone, env: { ...env, INIT_CWD: clone }, ...user };
  const { success, stderr } = await new Deno.Command(deno, options).output();
  if (!success) throw new Error(`Cannot compile a clone: ${new TextDecoder().decode(stderr)}`);
  return outputDir;
}

async function runIn(cwd: string, [program, ...args]: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(program!, { args, cwd }).output();
  const text = new TextDecoder();
  if (!success) throw new Error(`Cannot run ${program} ${args.join(" ")}: ${text.decode(stderr)}`);
  return text.decode(stdout);
}
