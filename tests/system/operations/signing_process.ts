import { openAuditLog } from "../../../src/files/audit_log.ts";
import { localOperations } from "../../../src/operations/local.ts";
import { openSqlite } from "../../../src/store/sqlite/open_sqlite.ts";
import { CloacinaError } from "../../../src/errors.ts";
import { MASTER_KEY, ORG, testHash } from "../../operations/kit.ts";

// A process that signs a hash and stores the signature, with a real audit log: database, log. Prints "signed" or a code.
const [path, auditLog] = Deno.args as [string, string];
const now = () => new Date();
const store = await openSqlite({ kind: "sqlite", path });
const operations = localOperations({
  store,
  masterKey: () => Promise.resolve(MASTER_KEY.slice()),
  now,
  random: (length) => crypto.getRandomValues(new Uint8Array(length)),
  newId: () => crypto.randomUUID(),
  warn: () => Promise.resolve(),
  viewer: null,
  caller: null,
  audit: (events) => openAuditLog(auditLog, now).append(events, "signer"),
});
const reference = { text: "key", orgId: ORG };
try {
  await operations.package.sign({ reference, hashes: [testHash(1)], store: true });
  console.log("signed");
} catch (error) {
  console.log(error instanceof CloacinaError ? `${error.code}: ${error.message}` : error);
} finally {
  await store.close();
}
