import * as z from "zod/mini";
import { dirname } from "node:path";
import { serializeDocument } from "../../../src/store/directory/documents.ts";
import { entryOf, type RecordKind } from "../../../src/store/directory/record_kind.ts";

/** Writes records as a store has them, but for the waiting for the disk: ten thousand in a second. */
export function fillDirectory<Row, Part extends string>(
  root: string,
  kind: RecordKind<Row, Part>,
  rows: readonly Row[],
): void {
  for (const row of rows) {
    const path = `${root}/${entryOf(kind, row).path}`;
    Deno.mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    Deno.writeFileSync(path, serializeDocument(path, () => z.encode(kind.codec, row)), {
      mode: 0o600,
    });
  }
}
