import { CloacinaError } from "../../src/errors.ts";

/** How an operating system lays out an executable. */
export type ExecutableFormat = "ELF" | "Mach-O" | "PE";

interface TargetFacts {
  readonly format: ExecutableFormat;
  /** The processor, as a header of this format writes it. */
  readonly machine: number;
  readonly suffix: "" | ".exe";
}

/** The targets that are built. Machine numbers: ELF e_machine, Mach-O cputype, COFF Machine. */
export const TARGETS = {
  "x86_64-unknown-linux-gnu": { format: "ELF", machine: 0x3e, suffix: "" },
  "aarch64-unknown-linux-gnu": { format: "ELF", machine: 0xb7, suffix: "" },
  "x86_64-apple-darwin": { format: "Mach-O", machine: 0x0100_0007, suffix: "" },
  "aarch64-apple-darwin": { format: "Mach-O", machine: 0x0100_000c, suffix: "" },
  "x86_64-pc-windows-msvc": { format: "PE", machine: 0x8664, suffix: ".exe" },
} as const satisfies Readonly<Record<string, TargetFacts>>;

export type Target = keyof typeof TARGETS;

/** A target by its triple; throws `invalid_request` with the list for any other text. */
export function parseTarget(text: string): Target {
  if (Object.hasOwn(TARGETS, text)) return text as Target;
  throw new CloacinaError("invalid_request", `Cannot compile for ${text}: no such target`, {
    hint: `the targets are ${Object.keys(TARGETS).join(", ")}`,
  });
}
