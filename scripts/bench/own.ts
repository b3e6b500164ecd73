import type { Command, Contender } from "./contender.ts";

/** The rows of this project's own programs. */
export const OWN_NAMES = {
  executable: "cloacina, executable",
  oneJob: "cloacina, executable, --jobs 1",
  source: "cloacina, from source",
  empty: "empty compiled program",
} as const;

/** cloacina, started by some command; its options go to signing and to verifying. */
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
  };
}

/** A program that does nothing: what it costs to start one. */
export function emptyProgram(executable: string): Contender {
  const start = (): Command => [executable];
  return { name: OWN_NAMES.empty, work: "nothing", setUp: [], sign: start, verify: start };
}
