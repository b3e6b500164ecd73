import { localOperations } from "../../../src/operations/local.ts";
import { openSqlite } from "../../../src/store/sqlite/open_sqlite.ts";
import { ORG, testHash } from "../../operations/kit.ts";
import { signingParts } from "./signing_parts.ts";

// A process that signs and stores so many packages, each by a request of its own, all at the same time.
const [path, auditLog, count] = Deno.args as [string, string, string];
const store = await openSqlite({ kind: "sqlite", path });
const { package: packages } = localOperations(signingParts(store, auditLog, "signer"));
const reference = { text: "key", orgId: ORG } as const;
const sign = (number: number) =>
  packages.sign({ reference, hashes: [testHash(number)], store: true });
await Promise.all(Array.from({ length: Number(count) }, (_, number) => sign(number)));
await store.close();
console.log("signed");
