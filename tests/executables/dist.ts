import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { readProject } from "../../scripts/compile/facts.ts";
import { type Edition, EDITIONS } from "../../scripts/compile/permissions.ts";
import { parseTarget, type Target } from "../../scripts/compile/targets.ts";

/** The project's folder. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The folder of the executables under test: what `deno task compile` made for this system. */
export const DIST = distFolder();

/** The triple that they were compiled for. */
export const HOST: Target = parseTarget(Deno.build.target);

/** The flags of the task whose permissions they have. */
export const { sourceFlags: SOURCE_FLAGS } = await readProject(ROOT);

/** An executable under test. */
export interface ExecutableUnderTest {
  readonly edition: Edition;
  readonly path: string;
}

export const EXECUTABLES: readonly ExecutableUnderTest[] = EDITIONS.map((edition) => ({
  edition,
  path: join(DIST, edition.name),
}));

function distFolder(): string {
  const folder = Deno.env.get("CLOACINA_DIST");
  if (folder) return resolve(folder);
  throw new Error("Cannot test the executables: CLOACINA_DIST does not name their folder");
}
