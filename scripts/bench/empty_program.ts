import { join } from "node:path";
import { CloacinaError } from "../../src/errors.ts";
import { buildExecutable } from "../compile/build_executable.ts";
import { BUNDLE_ENTRY } from "../compile/bundle.ts";
import { readDenoVersion, readProject } from "../compile/facts.ts";
import { editionPermissions, EDITIONS } from "../compile/permissions.ts";
import { takeRuntime } from "../compile/runtime_from.ts";
import { parseTarget } from "../compile/targets.ts";

/**
 * Compiles an empty program in the same way as cloacina, with the runtime of an executable of cloacina, so that the two
 * differ in the program alone. Returns its path in the folder. Throws `invalid_request` if another version of Deno
 * compiled the executable.
 */
export async function compileEmptyProgram(
  executable: string,
  root: string,
  folder: string,
): Promise<string> {
  const bundle = join(folder, "bundle");
  const runtimePath = join(folder, "runtime");
  const output = join(folder, "empty");
  const deno = Deno.execPath();
  const target = parseTarget(Deno.build.target);
  const denoVersion = await readDenoVersion(deno, root);
  const runtime = takeRuntime(await readExecutable(executable), executable, {
    target,
    denoVersion,
  });
  await Deno.mkdir(bundle, { recursive: true });
  await Deno.writeFile(runtimePath, runtime.bytes);
  await Deno.writeTextFile(join(bundle, BUNDLE_ENTRY), "");
  const { sourceFlags } = await readProject(root);
  const permissions = editionPermissions(EDITIONS[0]!, sourceFlags);
  const files = [BUNDLE_ENTRY];
  await buildExecutable({
    deno,
    denoVersion,
    target,
    permissions,
    bundle,
    files,
    runtimePath,
    output,
  });
  return output;
}

async function readExecutable(path: string): Promise<Uint8Array> {
  return await Deno.readFile(path).catch((cause) => {
    const message = `Cannot measure "${path}": ${cause.message}`;
    throw new CloacinaError("file_not_found", message, {
      hint: "compile it with `deno task compile`, or name one with --executable PATH",
      cause,
    });
  });
}
