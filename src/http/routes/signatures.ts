import * as z from "zod/mini";
import { itemsOf, packageHashField } from "../../contract/fields.ts";
import { StoredSignature } from "../../contract/records.ts";
import { jsonRoute, orgQuery, pageOf, pageQuery, type Route, toItems } from "../route.ts";
import { MAX_IMPORT_BYTES, SignatureImport } from "../wire/signature.ts";
import { PATHS } from "../wire.ts";

const list = jsonRoute({
  method: "GET",
  path: PATHS.signatures,
  summary: "List stored signatures, as their rows claim them to be, oldest first",
  query: z.strictObject({
    ...orgQuery,
    package_hash: z.optional(packageHashField),
    ...pageQuery,
  }),
  answer: itemsOf(StoredSignature),
  handle: async ({ operations, query }) => {
    const { org_id: orgId = null, package_hash: hash = null } = query;
    return toItems(await operations.signatures.list({ orgId, hash, page: pageOf(query) }));
  },
});

const store = jsonRoute({
  method: "POST",
  path: PATHS.signatures,
  summary: "Verify signatures that were made elsewhere, and store all of them or none",
  body: SignatureImport,
  maxBytes: MAX_IMPORT_BYTES,
  status: 201,
  answer: itemsOf(StoredSignature),
  handle: async ({ operations, body: { org_id, signatures } }) => {
    const items = await operations.signatures.import({ orgId: org_id, signatures });
    return { items: [...items], total: items.length };
  },
});

/** `/v1/signatures` */
export const signatureRoutes: readonly Route[] = [list, store];
