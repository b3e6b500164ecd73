import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { TARGETS } from "../../../scripts/compile/targets.ts";
import { SIGNING_VARIABLE } from "../../../scripts/release/sign_release.ts";
import { writeProgram } from "../../testkit/write_program.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** The target of the executables in a release of the tests. */
export const RELEASED = "x86_64-unknown-linux-gnu" satisfies keyof typeof TARGETS;

/** A release as the scripts of the project make it, and its key pair. */
export interface ReleaseFolder {
  readonly folder: string;
  readonly publicKey: string;
  readonly privateKey: string;
}

/** What a release is made of here: executables that only say their version, or built ones. */
export interface ReleaseParts {
  /** The folder of `cloacina` and `cloacina-offline`. */
  readonly executables: string;
  readonly parent: string;
}

/** Makes and signs a release of stand-ins, which is removed with the process. Other users may read it. */
export async function makeSharedRelease(): Promise<ReleaseFolder> {
  const parent = await Deno.makeTempDir({ prefix: "cloacina-test-" });
  globalThis.addEventListener("unload", () => Deno.removeSync(parent, { recursive: true }));
  await Deno.chmod(parent, 0o755);
  const executables = join(parent, "stand-ins");
  await writeStandIns(executables, "0.1.0");
  return await makeReleaseFolder({ executables, parent });
}

/** Makes and signs a release for one system, by the tasks that the workflow runs. */
export async function makeReleaseFolder(
  { executables, parent }: ReleaseParts,
): Promise<ReleaseFolder> {
  const folder = join(parent, "release");
  const [privateKey, publicKey] = [join(parent, "key.pem"), join(parent, "key.pub.pem")];
  await Deno.mkdir(join(parent, "dist"));
  await Deno.symlink(executables, join(parent, "dist", RELEASED));
  await runTask("cloacina", "keys", "generate", "--name", "release", "--output", privateKey);
  await runTask(
    ...["release:make", "--dist", join(parent, "dist"), "--target", RELEASED],
    ...["--releases-url", "https://h.example/releases", "--output-dir", folder],
    ...["--release-key", publicKey],
  );
  await signReleaseFolder({ folder, publicKey, privateKey });
  return { folder, publicKey, privateKey };
}

/** Signs what is in the folder now. */
export async function signReleaseFolder({ folder, privateKey }: ReleaseFolder): Promise<void> {
  // Not in this process, whose environment other test files share.
  await runTaskWith({ [SIGNING_VARIABLE]: await Deno.readTextFile(privateKey) }, [
    "release:sign",
    folder,
  ]);
}

/** Writes executables that do nothing but say a version. */
export async function writeStandIns(folder: string, version: string): Promise<void> {
  await Deno.mkdir(folder);
  for (const name of ["cloacina", "cloacina-offline"]) {
    const script = `#!/bin/sh\n# ${name}\necho 'cloacina ${version}'\n`;
    await writeProgram(join(folder, name), script);
  }
}

/** Runs a task of the project; throws what it printed where it fails. */
export function runTask(...words: readonly string[]): Promise<string> {
  return runTaskWith({}, words);
}

async function runTaskWith(
  env: Readonly<Record<string, string>>,
  words: readonly string[],
): Promise<string> {
  const args = ["task", "--quiet", "--config", `${ROOT}deno.json`, ...words];
  const options = { args, env: { ...env } };
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), options).output();
  const [printed, told] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  if (success) return printed!;
  throw new Error(`Cannot run deno task ${words.join(" ")}: ${printed}${told}`);
}
