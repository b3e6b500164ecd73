import type { Command, Contender } from "./contender.ts";

/** The names of the rows of our own programs. */
export const OWN_NAMES = {
  executable: "cloacina, executable",
  offline: "cloacina-offline, executable",
  baseline: "cloacina, baseline",
  oneJob: "cloacina, executable, --jobs 1",
  source: "cloacina, from source",
  empty: "empty compiled program",
} as const;

/** cloacina, started by `program`; the options are added to both signing and verifying. */
export function cloacina(
  name: string,
  program: Command,
  options: readonly string[] = [],
): Contender {
  return {
    name,
    work: "SHA-256, Ed25519",
    setUp: [
      [...program, "keys", "generate", "--name", "benchmark", "--output", "keys/key.pem"],
    ],
    sign: (files) => [
      ...program,
      ...["package", "sign", "--key", "keys/key.pem", ...options, ...files],
    ],
    verify: (files) => [
      ...program,
      ...["package", "verify", "--trust-key", "keys/key.pub.pem", ...options, ...files],
    ],
    version: () => [...program, "--version"],
  };
}

/** An empty program, which shows the cost of starting the runtime. */
export function emptyProgram(executable: string): Contender {
  const start = (): Command => [executable];
  return {
    name: OWN_NAMES.empty,
    work: "nothing",
    setUp: [],
    sign: start,
    verify: start,
    version: start,
  };
}
