import { dropOldest } from "../../domain/drop_oldest.ts";
import type { Ed25519Signer } from "../../crypto/ed25519.ts";

/** How often a signer that was not used meanwhile is dropped, in milliseconds. */
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
  /** Whether it was used since the last look. */
  readonly isUsed: boolean;
}

/** Keeps signers for KEEP_MS to twice that after each use. What could not be unlocked is not kept. */
export function keepSigners(later: Later): KeptSigners {
  /** The one that was used last is the last. */
  const all = new Map<string, Kept>();
  let cancelLook: (() => void) | null = null;
  const look = () => {
    cancelLook = null;
    for (const [identity, { signer, isUsed }] of [...all]) {
      if (isUsed) all.set(identity, { signer, isUsed: false });
      else all.delete(identity);
    }
    if (all.size > 0) cancelLook = later(KEEP_MS, look);
  };
  const keep = (identity: string, signer: Promise<Ed25519Signer>) => {
    all.delete(identity);
    all.set(identity, { signer, isUsed: true });
    dropOldest(all, MAX_KEPT);
    cancelLook ??= later(KEEP_MS, look);
  };
  return {
    get: async (identity, unlock) => {
      const signer = all.get(identity)?.signer ?? unlock();
      keep(identity, signer);
      return await signer.catch((error) => {
        if (all.get(identity)?.signer === signer) all.delete(identity);
        throw error;
      });
    },
    dropAll: () => {
      cancelLook?.();
      cancelLook = null;
      all.clear();
    },
  };
}
