import { type PackageHash, toPackageHash } from "../../domain/package_hash.ts";
import { sha256Stream } from "../../crypto/sha256.ts";
import { Failure } from "./api/failure.ts";

/** How often the page gets time to draw itself, in bytes. */
const PAUSE_BYTES = 8 * 1024 * 1024;

interface HashOptions {
  readonly signal: AbortSignal;
  /** Gets what part of it is done, from 0 to 1. */
  readonly onProgress: (part: number) => void;
}

/** The hash of a file of any size, piece by piece. Throws `Failure` for one that changes meanwhile or cannot be read. */
export async function hashFile(
  file: File,
  { signal, onProgress }: HashOptions,
): Promise<PackageHash> {
  const hash = sha256Stream();
  let [read, paused] = [0, 0];
  try {
    for await (const piece of file.stream()) {
      signal.throwIfAborted();
      hash.update(piece);
      read += piece.length;
      if (read - paused < PAUSE_BYTES) continue;
      paused = read;
      onProgress(read / file.size);
      await new Promise((resolve) => setTimeout(resolve));
    }
  } catch (thrown) {
    signal.throwIfAborted();
    throw unreadable(thrown instanceof Error ? thrown.message : String(thrown));
  }
  if (read !== file.size) throw unreadable("it changed while it was read");
  return toPackageHash(hash.digest());
}

function unreadable(state: string): Failure {
  return new Failure("refused", `Cannot read the package: ${state}`, "io_failed");
}
