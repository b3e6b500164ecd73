import { openStore } from "../../src/store/open.ts";
import type { StoreLocation } from "../../src/store/location.ts";
import type { StoreWriter } from "../../src/store/store.ts";
import type { Filler } from "./filler.ts";

/** Changes in one transaction, which reads all names once. */
const BATCH = 2000;

/** Writes rows through the store itself, because nothing else knows the layout. */
export async function fillDirectory(
  location: StoreLocation,
  { keys, trusted, signatures }: Filler,
): Promise<void> {
  await write(location, keys, (writer, key) => writer.addSigningKey(key));
  await write(location, trusted, (writer, key) => writer.saveTrustedKey(key));
  await write(location, signatures, (writer, signature) => writer.saveSignatures([signature]));
}

async function write<Row>(
  location: StoreLocation,
  rows: Iterable<Row>,
  save: (writer: StoreWriter, row: Row) => Promise<unknown>,
): Promise<void> {
  const store = await openStore(location);
  try {
    for (const batch of batches([...rows])) {
      await store.transaction(async (writer) => {
        for (const row of batch) await save(writer, row);
      });
    }
  } finally {
    await store.close();
  }
}

function* batches<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let start = 0; start < rows.length; start += BATCH) yield rows.slice(start, start + BATCH);
}
