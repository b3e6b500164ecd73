import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { readExecutableHeader, targetOfHeader } from "./executable_header.ts";
import type { Target } from "./targets.ts";
import { notReusable, runtimeLength } from "./trailer.ts";

/** A runtime taken out of an executable, with its lower-case hex SHA-256. */
export interface ReusedRuntime {
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/** What the runtime is needed for. */
export interface RuntimeWanted {
  readonly target: Target;
  readonly denoVersion: string;
}

/**
 * Takes the runtime out of a Linux executable that `deno compile` made for the wanted target with the
 * wanted version of Deno; throws `invalid_request` for any other file. `name` is only for messages.
 */
export function takeRuntime(file: Uint8Array, name: string, wanted: RuntimeWanted): ReusedRuntime {
  requireTarget(file, name, wanted.target);
  const bytes = file.subarray(0, runtimeLength(file, name));
  requireDenoVersion(bytes, name, wanted.denoVersion);
  return { bytes, sha256: createHash("sha256").update(bytes).digest("hex") };
}

function requireTarget(file: Uint8Array, name: string, wanted: Target): void {
  const header = readExecutableHeader(file);
  if (header === undefined) {
    throw notReusable(name, "it is not an executable of Linux, macOS or Windows");
  }
  if (header.format !== "ELF") {
    // On macOS and Windows the program is woven into the executable, not appended to it.
    throw notReusable(
      name,
      `it is a ${header.format} file, and only an ELF file can be taken apart`,
    );
  }
  const target = targetOfHeader(header);
  if (target !== wanted) {
    throw notReusable(name, `it is made for ${target ?? "another processor"}, not for ${wanted}`);
  }
}

function requireDenoVersion(runtime: Uint8Array, name: string, wanted: string): void {
  const found = denoVersionOf(runtime);
  if (found === undefined) throw notReusable(name, "it does not say which Deno compiled it");
  if (found !== wanted) {
    throw notReusable(
      name,
      `Deno ${found} compiled it, and this is Deno ${wanted}`,
      `build with that Deno: \`npx -y deno@${found} task compile --runtime-from ${name}\``,
    );
  }
}

/** The version in the runtime's long user agent, `Deno/<version>+<commit>`, which every build holds. */
export function denoVersionOf(runtime: Uint8Array): string | undefined {
  const bytes = Buffer.from(runtime.buffer, runtime.byteOffset, runtime.byteLength);
  for (let at = bytes.indexOf("Deno/"); at >= 0; at = bytes.indexOf("Deno/", at + 1)) {
    const userAgent = bytes.toString("latin1", at, at + 64);
    const version = /^Deno\/(\d+\.\d+\.\d+(?:-[a-z]+\.\d+)?)\+[0-9a-f]{7}/.exec(userAgent)?.[1];
    if (version !== undefined) return version;
  }
  return undefined;
}
