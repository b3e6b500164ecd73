import type { LocalParts } from "../../src/operations/parts.ts";
import type { Store } from "../../src/store/store.ts";

/** The parts that operations on a store need. There is no audit log: its cost does not depend on the store. */
export function localParts(
  store: Store,
  masterKey: Uint8Array<ArrayBuffer>,
  now: () => Date,
): LocalParts {
  return {
    store,
    masterKey: () => Promise.resolve(masterKey.slice()),
    keptSigners: null,
    now,
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    newId: () => crypto.randomUUID(),
    audit: () => Promise.resolve(),
    warn: () => Promise.resolve(),
    viewer: null,
    caller: null,
    lastSeen: null,
    guessed: null,
  };
}
