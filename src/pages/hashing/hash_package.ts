import { type HashedPackage, type PackageHash } from "../../domain/package_hash.ts";
import { quoted } from "../../domain/quoted.ts";
import { CloacinaError } from "../../errors.ts";
import { unreadable } from "../unreadable.ts";

/** What the thread that hashes tells. */
export type FromHashing =
  | { readonly kind: "progress"; readonly bytes: number }
  | { readonly kind: "hashed"; readonly hash: string; readonly bytes: number }
  | { readonly kind: "failed"; readonly reason: string };

/** How hashing is followed, and broken off. */
export interface Following {
  /** Gets what part is hashed, from 0 to 1, now and then. */
  readonly onProgress: (part: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Hashes a package in a thread of its own, without ever having it in memory. Throws `package_changed` where it is seen
 * that the file is no longer the one that was chosen, `io_failed` where it cannot be read, and the signal's reason once it is aborted.
 */
export async function hashPackage(file: File, following: Following): Promise<HashedPackage> {
  const before = { size: file.size, lastModified: file.lastModified };
  following.signal.throwIfAborted();
  const hashed = await hashInThread(file, following);
  if (hashed.bytes !== before.size || file.size !== before.size) throw changed(file);
  if (file.lastModified !== before.lastModified) throw changed(file);
  return { name: quoted(file.name), hash: hashed.hash as PackageHash };
}

function hashInThread(
  file: File,
  { onProgress, signal }: Following,
): Promise<{ readonly hash: string; readonly bytes: number }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ hash: string; bytes: number }>();
  const url = threadUrl();
  const thread = new Worker(trustedUrl(url));
  thread.addEventListener("message", ({ data }: MessageEvent<FromHashing>) => {
    if (data.kind === "progress") onProgress(Math.min(1, data.bytes / file.size));
    else if (data.kind === "hashed") resolve(data);
    else reject(unreadable(file, data.reason));
  });
  thread.addEventListener("error", ({ message }) => reject(unreadable(file, message)));
  signal.addEventListener("abort", () => reject(signal.reason));
  thread.postMessage(file);
  return promise.finally(() => {
    thread.terminate();
    URL.revokeObjectURL(url);
  });
}

/** The thread's source stands in the page: nothing is loaded from anywhere. */
function threadUrl(): string {
  const source = document.querySelector("#hashing")!.textContent;
  return URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
}

/** The page's policy wants every URL of a script to be vouched for, in browsers that can. */
function trustedUrl(url: string): string {
  const { trustedTypes } = globalThis as unknown as { trustedTypes?: TrustedTypes };
  if (trustedTypes === undefined) return url;
  const vouch = (given: string) => {
    if (given.startsWith("blob:")) return given;
    throw new TypeError("only the page's own script may run");
  };
  policy ??= trustedTypes.createPolicy("hashing", { createScriptURL: vouch });
  return policy.createScriptURL(url);
}

let policy: Policy | undefined;

interface Policy {
  /** A string to TypeScript, and a TrustedScriptURL to the browser. */
  readonly createScriptURL: (url: string) => string;
}

interface TrustedTypes {
  readonly createPolicy: (name: string, rules: Policy) => Policy;
}

function changed({ name }: File): CloacinaError {
  return new CloacinaError(
    "package_changed",
    `Cannot hash the package ${quoted(name)}: it changed while it was read`,
    { hint: "wait until it has been written, then choose it again" },
  );
}
