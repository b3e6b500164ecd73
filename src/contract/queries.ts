import * as z from "zod/mini";
import type { KeyReference } from "../domain/key_reference.ts";
import { exactId, referenceToId } from "../domain/key_reference.ts";
import type { OrgId } from "../domain/ids.ts";
import type { Page } from "../domain/list_slice.ts";
import { keyIdField, MAX_PAGE, orgIdField, positionField } from "./fields.ts";
import { type FieldTable, givenRecordOf, type RecordCodec } from "./record.ts";

// Path and query fields that several requests share.

/** An optional organisation in a query. */
export const optionalOrgField = z.codec(z.optional(orgIdField), z.custom<OrgId | null>(), {
  decode: (orgId) => orgId ?? null,
  encode: (orgId) => orgId ?? undefined,
});

/** A key ID in a path, decoded to an exact reference. */
export const keyInPathField = z.codec(keyIdField, z.string(), {
  decode: referenceToId,
  encode: (text) => exactId(text) ?? ("" as never),
});

/** The path of a request about one key: its ID. */
export const KEY_PARAMS = givenRecordOf<{ readonly reference: Pick<KeyReference, "text"> }>({
  reference: { text: ["key_id", keyInPathField] },
});

/** The query of a request about one key: its organisation, or none. */
export const KEY_QUERY = givenRecordOf<{ readonly reference: Pick<KeyReference, "orgId"> }>({
  reference: { orgId: ["org_id", optionalOrgField] },
});

/** A boolean in a query. */
export const flagField = z.codec(z.enum(["true", "false"]), z.boolean(), {
  decode: (text) => text === "true",
  encode: (flag) => flag ? "true" : "false",
});

const PAGE: FieldTable<Page> = {
  limit: [
    "limit",
    z._default(countField({ minimum: 1, maximum: MAX_PAGE, default: MAX_PAGE }), MAX_PAGE),
  ],
  offset: ["offset", offsetField()],
  after: ["after", z.optional(positionField)],
};

/** The query of a list: its filters, and the page. */
export function listQuery<Request extends { readonly page: Page }>(
  filter: FieldTable<Omit<Request, "page">>,
): RecordCodec<Request> {
  return givenRecordOf({ ...filter, page: PAGE } as FieldTable<Request>).check(
    z.refine(({ page: { offset, after } }) => after === undefined || offset === 0, {
      path: ["offset"],
      error: "and query.after are mutually exclusive",
    }),
  );
}

/** An optional offset, 0 by default. */
function offsetField() {
  const field = z._default(
    z.optional(countField({ minimum: 0, maximum: 999_999_999, default: 0 })),
    0,
  );
  return z.codec(field, z.custom<number>(), {
    decode: (offset) => offset ?? 0,
    encode: (offset) => offset === 0 ? undefined as never : offset,
  });
}

/** A number in a query, and what the OpenAPI document says of it: the number, not the text that it is in a URL. */
function countField(described: Readonly<Record<"minimum" | "maximum" | "default", number>>) {
  const text = z.string().check(z.refine(isWhole, "must be a whole number"));
  z.globalRegistry.add(text, { type: "integer", ...described });
  const { minimum, maximum } = described;
  return z.codec(text, z.int().check(z.minimum(minimum), z.maximum(maximum)), {
    decode: Number,
    encode: String,
  });
}

function isWhole(text: string): boolean {
  return /^\d{1,9}$/.test(text);
}
