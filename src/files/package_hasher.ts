import { closeSync } from "node:fs";
import { CloacinaError, type ErrorCode, type ErrorDetails } from "../errors.ts";
import { isChunked, type OnBytes } from "./feed_file.ts";
import { hashOpened, openPackage } from "./hash_file.ts";

/** The size from which a separate thread is worth it: starting the first takes about 40 ms. */
const LARGE_BYTES = 32 * 1024 * 1024;

/** Hashes packages, large files on worker threads, which `close` stops. */
export interface PackageHasher {
  readonly hash: (path: string) => Promise<Uint8Array<ArrayBuffer>>;
  readonly close: () => void;
}

/** A message from a worker thread: bytes hashed since the last one, then the digest or the error. */
export type HashReply =
  | { readonly count: number }
  | { readonly digest: Uint8Array<ArrayBuffer> }
  | { readonly error: HashError };

/** A serialized error: classes do not survive messages between threads. */
interface HashError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
}

/** Receives what a package begins with, once it is hashed; not of one that another thread hashes. */
export type OnStart = (path: string, start: Uint8Array) => void;

/** Creates a hasher with up to `threads` threads; with one, everything is hashed on the calling thread. */
export function packageHasher(
  threads: number,
  onBytes: OnBytes,
  onStart: OnStart = () => {},
): PackageHasher {
  const pool = workerPool(threads);
  const inTurn = oneAtATime();
  return {
    hash: async (path) => {
      const file = openPackage(path);
      if (threads > 1 && file.stat.size >= LARGE_BYTES) {
        closeSync(file.descriptor);
        return await pool.use((worker) => hashOn(worker, path, onBytes));
      }
      let isFirst = true;
      const hash = () =>
        hashOpened(file, (count, chunk) => {
          if (isFirst && chunk !== undefined) onStart(path, chunk);
          isFirst = false;
          onBytes(count);
        });
      return isChunked(file) ? await inTurn(hash) : await hash();
    },
    close: pool.close,
  };
}

/** Creates a hasher of provider directories, on the calling thread: they are small. */
export function providerHasher(onBytes: OnBytes): PackageHasher {
  const hash = async (directory: string) =>
    await (await import("./hash_provider.ts")).hashProvider(directory, onBytes);
  return { hash, close: () => {} };
}

/** Runs tasks one after another: each holds chunks in memory, and the calling thread hashes one at a time anyway. */
function oneAtATime() {
  let last: Promise<unknown> = Promise.resolve();
  return <Result>(task: () => Promise<Result>): Promise<Result> => {
    const result = last.then(task);
    last = result.catch(() => {});
    return result;
  };
}

function hashOn(
  worker: Worker,
  path: string,
  onBytes: OnBytes,
): Promise<Uint8Array<ArrayBuffer>> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
  worker.onmessage = ({ data }: MessageEvent<HashReply>) => {
    if ("count" in data) onBytes(data.count);
    else if ("digest" in data) resolve(data.digest);
    else reject(new CloacinaError(data.error.code, data.error.message, data.error.details));
  };
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new Error(event.message));
  };
  worker.postMessage(path);
  return promise;
}

/** A pool of worker threads, started on demand and assigned in order of request. */
function workerPool(size: number) {
  const started: Worker[] = [];
  const idle: Worker[] = [];
  const waiting: ((worker: Worker) => void)[] = [];
  const borrow = (): Worker | Promise<Worker> => {
    const worker = idle.pop();
    if (worker !== undefined) return worker;
    if (started.length < size) return start(started);
    return new Promise((resolve) => waiting.push(resolve));
  };
  const giveBack = (worker: Worker) => {
    const next = waiting.shift();
    if (next === undefined) idle.push(worker);
    else next(worker);
  };
  return {
    use: async <Result>(task: (worker: Worker) => Promise<Result>): Promise<Result> => {
      const worker = await borrow();
      return await task(worker).finally(() => giveBack(worker));
    },
    close: () => started.forEach((worker) => worker.terminate()),
  };
}

function start(started: Worker[]): Worker {
  // Executables contain the worker as bundled JavaScript, beside the main bundle.
  const module = import.meta.url.endsWith(".ts") ? "./hash_worker.ts" : "./hash_worker.js";
  const worker = new Worker(new URL(module, import.meta.url), { type: "module" });
  started.push(worker);
  return worker;
}
