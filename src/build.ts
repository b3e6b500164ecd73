/** Which build of the program this is; `--version` and `doctor` print it. */
export interface Build {
  /** As in `deno.json`. */
  readonly version: string;
  /** `source` runs from a clone; `executable` is `cloacina`; `offline` is `cloacina-offline`. */
  readonly kind: "source" | "executable" | "offline";
  /** The triple that it was compiled for, or `any`. */
  readonly target: string;
  /** The version of the Deno that bundled and compiled it, or `none`. */
  readonly compiler: string;
  /** The commit it was compiled from, with `+dirty` where the sources differed, or `unknown`. */
  readonly commit: string;
  /** The day of that commit, such as `2026-11-29`, or `unknown`. */
  readonly date: string;
  /** Where an executable's runtime came from: Deno's download, or an executable given to reuse. */
  readonly runtime: string;
}

/** The facts of a run from source; `scripts/compile.ts` puts a module of its own in this one's place. */
export const BUILD: Build = {
  version: "0.1.0",
  kind: "source",
  target: "any",
  compiler: "none",
  commit: "unknown",
  date: "unknown",
  runtime: "the installed deno",
};
