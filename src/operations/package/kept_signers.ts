import type { Ed25519Signer } from "../../crypto/ed25519.ts";

/** How long the signer of an unlocked key is kept after its last use, in milliseconds. */
export const KEEP_MS = 5000;

/** How many are kept at most; the one whose last use is longest ago is dropped first. */
export const MAX_KEPT = 100;

/** Calls a function later, unless that is cancelled by what this returns. */
export type Later = (milliseconds: number, work: () => void) => () => void;

/** Signers of keys that stay unlocked between requests. */
export interface KeptSigners {
  /** The kept signer of an identity; else the one that `unlock` gives, for everybody who waits for it. */
  readonly get: (identity: string, unlock: () => Promise<Ed25519Signer>) => Promise<Ed25519Signer>;
  /** Drops all, which leaves the process nothing to wait for. */
  readonly dropAll: () => void;
}

interface Kept {
  readonly signer: Promise<Ed25519Signer>;
  readonly cancel: () => void;
}

/** Keeps signers for KEEP_MS after each use. What could not be unlocked is not kept. */
export function keepSigners(later: Later): KeptSigners {
  /** The one that was used last is the last. */
  const all = new Map<string, Kept>();
  const drop = (identity: string) => {
    all.get(identity)?.cancel();
    all.delete(identity);
  };
  const keep = (identity: string, signer: Promise<Ed25519Signer>) => {
    drop(identity);
    all.set(identity, { signer, cancel: later(KEEP_MS, () => drop(identity)) });
    if (all.size > MAX_KEPT) drop(all.keys().next().value!);
  };
  return {
    get: async (identity, unlock) => {
      const signer = all.get(identity)?.signer ?? unlock();
      keep(identity, signer);
      return await signer.catch((error) => {
        if (all.get(identity)?.signer === signer) drop(identity);
        throw error;
      });
    },
    dropAll: () => [...all.keys()].forEach(drop),
  };
}
