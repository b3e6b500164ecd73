import { toPackageHash } from "../../src/domain/package_hash.ts";
import { checkRows } from "../../src/operations/db/check.ts";
import { type Arena, SAMPLE_COUNT, type SampleKey } from "./sample.ts";

/** An operation to measure. Each run, counted from 0, uses the next key of the sample. */
export interface Action {
  readonly title: string;
  readonly run: (arena: Arena, run: number) => Promise<unknown>;
}

/** The measured operations, in the order of the rows. */
export const ACTIONS: readonly Action[] = [
  {
    title: `\`keys list\`, the first ${SAMPLE_COUNT}`,
    run: ({ operations, orgId }) =>
      operations.keys.list({
        orgId,
        includeRevoked: false,
        page: { limit: SAMPLE_COUNT, offset: 0 },
      }),
  },
  {
    title: "`keys show NAME`",
    run: (arena, run) =>
      arena.operations.keys.show({ text: keyOf(arena, run).name, orgId: arena.orgId }),
  },
  {
    title: "`package verify`, one stored signature",
    run: (arena, run) => {
      const { name, hash } = keyOf(arena, run);
      const { operations, orgId } = arena;
      return operations.package.verify({ orgId, name, hash, signature: null });
    },
  },
  {
    title: "`db check`, a thousand rows of it",
    run: ({ store }) => checkRows({ store, masterKey: null }).next(),
  },
  {
    title: "`package sign --key-id --store`",
    run: (arena, run) => {
      const hash = toPackageHash(crypto.getRandomValues(new Uint8Array(32)));
      const reference = { text: keyOf(arena, run).id, orgId: null };
      return arena.operations.package.sign({ reference, hashes: [hash], store: true });
    },
  },
];

function keyOf({ sample }: Arena, run: number): SampleKey {
  return sample[run % sample.length]!;
}
