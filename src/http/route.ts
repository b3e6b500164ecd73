import * as z from "zod/mini";
import { MAX_PAGE, orgIdField, positionField } from "../contract/fields.ts";
import type { ApiTokenInfo } from "../domain/api_token.ts";
import type { Items } from "../domain/list_slice.ts";
import { CloacinaError } from "../errors.ts";
import type { OrgId } from "../domain/ids.ts";
import type { Operations } from "../operations/operations.ts";
import { MAX_SMALL_REQUEST_BYTES } from "./wire.ts";

type Schema = z.ZodMiniType;

/** A request that was admitted: who asks, what for, with what. */
export interface Call<Params, Query, Body> {
  /** The operations as this token may use them. */
  readonly operations: Operations;
  readonly token: ApiTokenInfo;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
}

/** One route: what it takes, what it gives, and the operation that it is. `path` has `:name` for what differs. */
export interface Route<
  Params extends Schema = Schema,
  Query extends Schema = Schema,
  Body extends Schema = Schema,
  Answer extends Schema = Schema,
> {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly summary: string;
  readonly params: Params;
  readonly query: Query;
  /** Null where a request has no body. */
  readonly body: Body | null;
  /** The most bytes that the body may hold. */
  readonly maxBytes: number;
  readonly status: 200 | 201;
  /** Whether all that it does looks at the token by itself, in the transaction that it acts in. */
  readonly looksAtToken: boolean;
  /** A schema for JSON; or, where bytes come back, the media types that they may have. */
  readonly answer: Answer | readonly string[];
  readonly handle: (
    call: Call<z.output<Params>, z.output<Query>, z.output<Body>>,
  ) => Promise<z.output<Answer> | BytesAnswer>;
}

/** An answer that is no JSON. */
export interface BytesAnswer {
  readonly mediaType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const NOTHING = z.strictObject({});

/** A route that answers with JSON; what is left out of its description it does not take. */
export function jsonRoute<
  Answer extends Schema,
  Params extends Schema = typeof NOTHING,
  Query extends Schema = typeof NOTHING,
  Body extends Schema = typeof NOTHING,
>(
  description:
    & Pick<Route<Params, Query, Body, Answer>, "method" | "path" | "summary">
    & { readonly answer: Answer }
    & { readonly params?: Params; readonly query?: Query; readonly body?: Body }
    & { readonly maxBytes?: number; readonly status?: 200 | 201; readonly looksAtToken?: boolean }
    & {
      readonly handle: (
        call: Call<z.output<Params>, z.output<Query>, z.output<Body>>,
      ) => Promise<z.output<Answer>>;
    },
): Route {
  const { params = NOTHING, query = NOTHING, body = null, status = 200 } = description;
  const { maxBytes = MAX_SMALL_REQUEST_BYTES, looksAtToken = false } = description;
  const rest = { params, query, body, maxBytes, status, looksAtToken };
  return { ...description, ...rest } as unknown as Route;
}

/** Whether a query's flag is set. */
const flagField = z.codec(z.enum(["true", "false"]), z.boolean(), {
  decode: (text) => text === "true",
  encode: (flag) => flag ? "true" : "false",
});

/** The organisation that a query is about; a token for one organisation need not name it. */
export const orgQuery = { org_id: z.optional(orgIdField) } as const;

/** The slice of a list that a query asks for. */
export const pageQuery = {
  limit: z._default(countField(1, MAX_PAGE), MAX_PAGE),
  offset: z._default(countField(0, 999_999_999), 0),
  after: z.optional(positionField),
} as const;

/** The query of a list whose items can be revoked. */
export const listQuery = {
  ...orgQuery,
  include_revoked: z._default(flagField, false),
  ...pageQuery,
} as const;

/** The slice of a query. Throws `invalid_request` where it is to begin at two places. */
export function pageOf({ limit, offset, after }: {
  readonly limit: number;
  readonly offset: number;
  readonly after?: string | undefined;
}) {
  if (after === undefined) return { limit, offset };
  if (offset === 0) return { limit, offset, after };
  throw new CloacinaError(
    "invalid_request",
    "Cannot read the request: query.offset and query.after exclude each other",
  );
}

/** A part of a list, as it is sent. */
export function toItems<Item>({ items, total, next }: Items<Item>) {
  return { items: [...items], total, ...(next !== undefined && { next }) };
}

/** The organisation that a query names, else the token's own. Throws `invalid_request` where neither is one. */
export function orgOf(
  { org_id }: { readonly org_id?: OrgId | undefined },
  { orgId }: ApiTokenInfo,
): OrgId {
  const found = org_id ?? orgId;
  if (found !== null) return found;
  throw new CloacinaError("invalid_request", "Cannot read the request: query.org_id is missing");
}

function countField(least: number, most: number) {
  return z.codec(
    z.string().check(z.regex(/^\d{1,9}$/, "must be a whole number")),
    z.int().check(z.minimum(least), z.maximum(most)),
    { decode: Number, encode: String },
  );
}
