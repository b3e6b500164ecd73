import { SYSTEM_PROGRAMS } from "./system_programs.ts";

/** A program where a command begins in shell: also behind a keyword or a variable that is set for it. */
const TYPED = new RegExp(
  String.raw`(?:^|[;&|({])\s*(?:(?:do|then|else|if|while|until|exec|!|\w+=\S*)\s+)*(${
    [...SYSTEM_PROGRAMS.keys()].join("|")
  })(?=\s)`,
  "gm",
);

/** What takes from a file's owner what root may do all the same, so that it shows nothing unless setpriv is there. */
const SHUT = /\bchmod (?:-R )?(?:000|300|555|a-w)\b/;

/** The system programs that lines of shell need, each once. */
export function programsIn(shell: string): readonly string[] {
  const typed = Array.from(shell.matchAll(TYPED), ([, program]) => program!);
  return [...new Set(SHUT.test(shell) ? [...typed, "setpriv"] : typed)];
}
