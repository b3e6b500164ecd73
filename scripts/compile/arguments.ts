import { parseArgs } from "node:util";
import { CloacinaError } from "../../src/errors.ts";
import { parseTarget, type Target, TARGETS } from "./targets.ts";

/** How `scripts/compile.ts` is called. */
export const COMPILE_USAGE = `usage: deno task compile [options]

Compiles cloacina and cloacina-offline into dist/, and lists them in dist/SHA256SUMS.

  --target TRIPLE      compile for another system, into dist/<TRIPLE>/; may be repeated
  --all-targets        compile for every system that cloacina is released for
  --runtime-from EXE   reuse the runtime of a Linux executable that the same Deno compiled
  --release            refuse --runtime-from and a folder that is not a clean commit
  --output-dir DIR     where the executables go (default: dist/ of the checkout)
  --deno PATH          the Deno that bundles and compiles (default: the one that runs this)
  --help               print this text
`;

/** The options of a build. */
export interface CompileOptions {
  /** Empty for the system that this runs on, straight into the output folder. */
  readonly targets: readonly Target[];
  readonly runtimeFrom: string | undefined;
  readonly release: boolean;
  /** Undefined for dist/ in the project's folder. */
  readonly outputDir: string | undefined;
  readonly deno: string | undefined;
  readonly help: boolean;
}

/** Reads the command line; throws `invalid_request` for what contradicts itself or is not known. */
export function parseCompileArguments(args: readonly string[]): CompileOptions {
  const values = readValues(args);
  const targets = values["all-targets"]
    ? Object.keys(TARGETS).map(parseTarget)
    : [...new Set(values.target)].map(parseTarget);
  const runtimeFrom = values["runtime-from"];
  if (values.release && runtimeFrom !== undefined) {
    throw invalid(
      "Cannot compile a release with --runtime-from: its runtime comes from Deno itself",
    );
  }
  if (targets.length > 1 && runtimeFrom !== undefined) {
    throw invalid("Cannot reuse one runtime for several targets: each needs its own");
  }
  return {
    targets,
    runtimeFrom,
    release: values.release,
    outputDir: values["output-dir"],
    deno: values.deno,
    help: values.help,
  };
}

function readValues(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        "target": { type: "string", multiple: true, default: [] },
        "all-targets": { type: "boolean", default: false },
        "runtime-from": { type: "string" },
        "release": { type: "boolean", default: false },
        "output-dir": { type: "string" },
        "deno": { type: "string" },
        "help": { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw invalid(`Cannot read the options: ${error instanceof Error ? error.message : error}`);
  }
}

function invalid(message: string): CloacinaError {
  return new CloacinaError("invalid_request", message, { hint: "see `deno task compile --help`" });
}
