import { Buffer } from "node:buffer";

/** One module's entry of the file that an executable keeps its code cache in. */
interface CacheEntry {
  readonly specifier: string;
  /** The compiled code and one byte for its kind. */
  readonly code: Buffer;
  readonly sourceHash: Buffer;
  readonly codeHash: Buffer;
}

interface CacheFile {
  /** Says which executable the cache belongs to. */
  readonly key: Buffer;
  readonly entries: readonly CacheEntry[];
}

/**
 * A code cache that passes for the honest one's but holds the impostor's code: the two hashes in it
 * are of the kind that anyone can compute, so nothing in the file shows who wrote it.
 */
export function forgeCodeCache(honest: Uint8Array, impostor: Uint8Array): Uint8Array {
  const { key, entries } = parseCacheFile(Buffer.from(honest));
  const forged = parseCacheFile(Buffer.from(impostor)).entries.flatMap((entry) => {
    const own = entries.find(({ specifier }) => specifier === entry.specifier);
    return own === undefined ? [] : [{ ...entry, sourceHash: own.sourceHash }];
  });
  return formatCacheFile({ key, entries: forged });
}

// The key, the number of entries (32 bits), their lengths (64 bits each), the entries.
function parseCacheFile(file: Buffer): CacheFile {
  const count = file.readUInt32LE(8);
  let at = 12 + 8 * count;
  const entries: CacheEntry[] = [];
  for (let index = 0; index < count; index++) {
    const length = Number(file.readBigUInt64LE(12 + 8 * index));
    entries.push(parseEntry(file.subarray(at, at + length)));
    at += length;
  }
  return { key: file.subarray(0, 8), entries };
}

// The code, its kind, the specifier, the specifier's length (32 bits), the two hashes (64 bits each).
function parseEntry(bytes: Buffer): CacheEntry {
  const end = bytes.length;
  const specifierAt = end - 20 - bytes.readUInt32LE(end - 20);
  return {
    specifier: bytes.toString("utf8", specifierAt, end - 20),
    code: bytes.subarray(0, specifierAt),
    sourceHash: bytes.subarray(end - 16, end - 8),
    codeHash: bytes.subarray(end - 8),
  };
}

function formatCacheFile({ key, entries }: CacheFile): Uint8Array {
  const bodies = entries.map(formatEntry);
  const count = Buffer.alloc(4);
  count.writeUInt32LE(bodies.length);
  const lengths = Buffer.alloc(8 * bodies.length);
  bodies.forEach((body, index) => lengths.writeBigUInt64LE(BigInt(body.length), 8 * index));
  return Buffer.concat([key, count, lengths, ...bodies]);
}

function formatEntry({ specifier, code, sourceHash, codeHash }: CacheEntry): Buffer {
  const name = Buffer.from(specifier);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(name.length);
  return Buffer.concat([code, name, length, sourceHash, codeHash]);
}
