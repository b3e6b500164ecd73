import { CloacinaError } from "../../src/errors.ts";
import type { Build } from "../../src/build.ts";

/** One of the executables that are made of the same source. */
export interface Edition {
  readonly name: "cloacina" | "cloacina-offline";
  readonly kind: Exclude<Build["kind"], "source">;
  readonly network: boolean;
}

/** The executables, which differ in network access only. */
export const EDITIONS: readonly Edition[] = [
  { name: "cloacina", kind: "executable", network: true },
  { name: "cloacina-offline", kind: "offline", network: false },
];

/** Never granted. Denied as well, so that the runtime answers "denied" and a request cannot raise it. */
const ALWAYS_DENIED = ["run", "ffi", "import"] as const;

/** Denied unless the task that runs the program from source grants some of it. */
const DENIED_BY_DEFAULT = ["sys"] as const;

/** A permission flag of Deno: `--allow-env=A,B` is `{ verb: "allow", name: "env", values: ["A", "B"] }`. */
export interface PermissionFlag {
  readonly verb: "allow" | "deny" | "ignore";
  readonly name: string;
  /** Empty for all. */
  readonly values: readonly string[];
}

/**
 * The permissions of an edition: those of the task that runs the program from source, which is the one
 * place that lists them, with or without the network. Throws `invalid_request` for a task that grants
 * what no edition may have.
 */
export function editionPermissions(
  edition: Edition,
  sourceFlags: readonly string[],
): PermissionFlag[] {
  const listed = readPermissionFlags(sourceFlags).filter(({ name }) => name !== "net");
  refuseTooMuch(listed);
  const isListed = (name: string) => listed.some((flag) => flag.name === name);
  const denied = [...ALWAYS_DENIED, ...DENIED_BY_DEFAULT].filter((name) => !isListed(name));
  return [
    ...listed,
    { verb: edition.network ? "allow" : "deny", name: "net", values: [] },
    ...denied.map((name): PermissionFlag => ({ verb: "deny", name, values: [] })),
  ];
}

/** A permission as a command line argument of Deno. */
export function formatPermissionFlag({ verb, name, values }: PermissionFlag): string {
  return `--${verb}-${name}${values.length === 0 ? "" : `=${values.join(",")}`}`;
}

function readPermissionFlags(sourceFlags: readonly string[]): PermissionFlag[] {
  return sourceFlags.flatMap((word) => {
    const parts = /^--(allow|deny|ignore)-([a-z]+)(?:=([^"'\\]+))?$/.exec(word);
    if (parts?.[2] !== undefined) {
      const verb = parts[1] as PermissionFlag["verb"];
      return [{ verb, name: parts[2], values: parts[3]?.split(",") ?? [] }];
    }
    // A short flag, or a quoted one, must not slip through as no permission at all.
    if (!/^-[A-Z]|["'\\]|--(allow|deny|ignore)-/.test(word)) return [];
    throw tooMuch(word, "permissions are spelled out, as --allow-<name>, without quotes");
  });
}

function refuseTooMuch(listed: readonly PermissionFlag[]): void {
  for (const flag of listed.filter(({ verb }) => verb === "allow")) {
    const isRefused = flag.name === "all" || ALWAYS_DENIED.some((name) => name === flag.name);
    if (isRefused) throw tooMuch(formatPermissionFlag(flag), "no executable may have it");
    if (flag.name === "env" && flag.values.length === 0) {
      throw tooMuch(formatPermissionFlag(flag), "the variables must be named");
    }
  }
}

function tooMuch(flag: string, state: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot compile with ${flag}: ${state}`, {
    hint: "the permissions stand in the task `cloacina` of deno.json",
  });
}
