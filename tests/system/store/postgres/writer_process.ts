import { openPostgres } from "../../../../src/store/postgres/open_postgres.ts";
import { recordBuilder } from "../../../contracts/records.ts";
import { save } from "../../../contracts/store/opened_store.ts";

// Writes to the database whose URL is the argument until it is killed: in each transaction one row of every kind, all of
// one organisation, whose id is printed when they are committed.
const store = await openPostgres({ kind: "postgres", url: Deno.args[0] ?? "", schema: null });
const make = recordBuilder();
for (;;) {
  const orgId = make.orgId();
  await save(store, {
    signingKeys: [make.signingKey({ orgId })],
    trustedKeys: [make.trustedKey({ orgId })],
    grants: [make.trustGrant({ parentOrgId: orgId })],
    signatures: [make.signature({ orgId })],
  });
  console.log(orgId);
}
