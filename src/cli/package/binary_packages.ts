import { isBinary } from "../../formats/checksums/checksum_kind.ts";

/** Which packages were seen to be binary while they were hashed: these are no lists of checksums. */
export interface BinaryPackages {
  readonly look: (path: string, start: Uint8Array) => void;
  /** False also for a package whose beginning was not seen. */
  readonly has: (path: string) => boolean;
}

/** Has seen nothing yet. */
export function binaryPackages(): BinaryPackages {
  const seen = new Set<string>();
  return {
    look: (path, start) => {
      if (isBinary(start)) seen.add(path);
    },
    has: (path) => seen.has(path),
  };
}
