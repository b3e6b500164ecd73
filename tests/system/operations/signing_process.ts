import { localOperations } from "../../../src/operations/local.ts";
import { openSqlite } from "../../../src/store/sqlite/open_sqlite.ts";
import { CloacinaError } from "../../../src/errors.ts";
import { ORG, testHash } from "../../operations/kit.ts";
import { signingParts } from "./signing_parts.ts";

// A process that signs a hash and stores the signature, with a real audit log: database, log. Prints "signed" or a code.
const [path, auditLog] = Deno.args as [string, string];
const store = await openSqlite({ kind: "sqlite", path });
const operations = localOperations(signingParts(store, auditLog, "signer"));
const reference = { text: "key", orgId: ORG };
try {
  await operations.package.sign({ reference, hashes: [testHash(1)], store: true });
  console.log("signed");
} catch (error) {
  console.log(error instanceof CloacinaError ? `${error.code}: ${error.message}` : error);
} finally {
  await store.close();
}
