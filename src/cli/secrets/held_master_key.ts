import type { MasterKeySource } from "../../operations/parts.ts";

/** A master key that is fetched once, and then kept in memory. */
export interface HeldMasterKey {
  readonly source: MasterKeySource;
  readonly wipe: () => Promise<void>;
}

/** Holds the master key of a source: the first who needs it has it fetched, and everyone gets a copy to wipe. */
export function holdMasterKey(source: MasterKeySource): HeldMasterKey {
  let held: ReturnType<MasterKeySource> | undefined;
  return {
    source: async () => (await (held ??= source())).slice(),
    wipe: async () => {
      await held?.then((key) => key.fill(0), () => {});
    },
  };
}
