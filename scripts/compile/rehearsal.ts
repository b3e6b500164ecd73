import { join } from "node:path";
import { V8_FLAGS } from "./v8_flags.ts";

/** The key pair of RFC 8032, section 7.1, test 1. */
const PRIVATE_PEM = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
-----END PRIVATE KEY-----
`;
const PUBLIC_PEM = `-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
-----END PUBLIC KEY-----
`;

export const VERSION: readonly string[] = ["--version"];

/** The commands whose start is to be fast, as they run in the folder of a rehearsal, in this order. */
export const REHEARSED: readonly (readonly string[])[] = [
  ["package", "sign", "package", "--key", "key.pem"],
  ["package", "verify", "package", "--trust-key", "key.pub.pem"],
];

/** What the commands may do. The variables of whoever compiles are none of theirs. */
export const REHEARSAL_FLAGS: readonly string[] = [
  "--no-prompt",
  "--allow-read",
  "--allow-write",
  "--allow-sys=uid",
  "--ignore-env",
  V8_FLAGS,
];

/**
 * At the same depth wherever executables are compiled: a function that walks up from a file runs as often as there are
 * folders, and V8 notes in what it compiled which functions ran often.
 */
const PLACE = Deno.build.os === "windows" ? {} : { dir: "/tmp" };

/** Makes a folder for the commands of a rehearsal. */
export async function withRehearsal<Result>(
  body: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await Deno.makeTempDir({ ...PLACE, prefix: "cloacina-rehearsal-" });
  try {
    await Deno.writeTextFile(join(folder, "key.pem"), PRIVATE_PEM, { mode: 0o600 });
    await Deno.writeTextFile(join(folder, "key.pub.pem"), PUBLIC_PEM);
    await Deno.writeTextFile(join(folder, "package"), "package\n");
    return await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
