import * as z from "zod/mini";
import type { ApiRole } from "../domain/api_token.ts";
import type { OrgId } from "../domain/ids.ts";
import type { KeyReference } from "../domain/key_reference.ts";
import type { RecordCodec } from "./record.ts";
import { requireValid } from "./require_valid.ts";

/** The maximum size of a request body without a list, in bytes; cloacina sends under 1 KiB. */
export const MAX_SMALL_REQUEST_BYTES = 8 * 1024;

/** A codec between a JSON document and a domain value. */
export type Codec<Value> = z.ZodMiniType<Value>;

/**
 * How a token for one organisation restricts a verb. `own`: the request must name that organisation. `ownOrNone`: it
 * may also omit it. `reference`: the key must belong to it. `allOrgs`: a token for all organisations is required.
 */
type OrgScope<Request> =
  | { readonly allOrgs: string }
  | (Request extends { readonly orgId: OrgId | null } ? "own" | "ownOrNone" : never)
  | (Request extends { readonly reference: KeyReference } ? "reference" : never);

/**
 * How a token that is limited to signing keys restricts a verb: to these keys, or a token without a limit is required.
 */
type KeyScope = "reference" | { readonly noLimit: string };

/** An operation. `allOrgs`, `noLimit` and `local` name it for messages, as in "import a private key". */
export interface Verb<Request, Answer> {
  readonly scope: OrgScope<Request>;
  readonly keys?: KeyScope;
  /** Set if it is not available remotely, because a private key would be transmitted. */
  readonly local?: string;
  /** Never set: carries the types from which `Operations` is derived. */
  readonly types?: readonly [Request, Answer];
}

/** A verb of the API, the single source for authorization, server, client and OpenAPI description. */
export interface Endpoint<Request, Answer> extends Verb<Request, Answer> {
  readonly method: "GET" | "POST";
  /** `:name` is a parameter. */
  readonly path: string;
  readonly summary: string;
  /** The minimum role. */
  readonly role: ApiRole;
  readonly params: RecordCodec<unknown>;
  readonly query: RecordCodec<unknown>;
  /** Null if requests have no body. */
  readonly body: Codec<unknown> | null;
  /** The maximum size of the body, in bytes. */
  readonly maxBytes: number;
  readonly answer: Codec<Answer>;
  readonly status: 200 | 201;
  /** Whether a request may be repeated safely: then it is retried if no answer arrives. */
  readonly isIdempotent: (request: Request) => boolean;
  /** Whether the operation checks the token itself, in its own transaction. */
  readonly looksAtToken: boolean;
}

type Described<Params, Query, Body, Answer> =
  & Pick<Endpoint<Params & Query & Body, Answer>, "path" | "summary" | "answer" | "scope">
  & Partial<Pick<Endpoint<unknown, unknown>, "maxBytes" | "status" | "looksAtToken">>
  & { readonly params?: RecordCodec<Params>; readonly query?: RecordCodec<Query> }
  & { readonly body?: Codec<Body> }
  & ({ readonly role: "read" | "admin" } | { readonly role: "sign"; readonly keys: KeyScope })
  & ({ readonly method: "GET" } | {
    readonly method: "POST";
    readonly isIdempotent: boolean | ((request: Params & Query & Body) => boolean);
  });

const NOTHING: RecordCodec<unknown> = z.codec(z.strictObject({}), z.custom<unknown>(), {
  decode: (nothing) => nothing,
  encode: () => ({}),
});

/** Default values of an entry. */
export const DEFAULTS = {
  maxBytes: MAX_SMALL_REQUEST_BYTES,
  status: 200,
  looksAtToken: false,
  params: NOTHING,
  query: NOTHING,
  body: null,
} as const;

/** Creates a verb of the API. Its request merges path, query and body. */
export function endpoint<Answer, Params = unknown, Query = unknown, Body = unknown>(
  entry: Described<Params, Query, Body, Answer>,
): Endpoint<Params & Query & Body, Answer> {
  const idempotent = entry.method === "GET" || entry.isIdempotent;
  const isIdempotent = typeof idempotent === "boolean" ? () => idempotent : idempotent;
  return { ...DEFAULTS, ...entry, isIdempotent };
}

/** Creates a verb that is not available remotely; `local` reads "import a private key". */
export function localVerb<Request, Answer>(
  local: string,
  scope: OrgScope<Request>,
): Verb<Request, Answer> {
  return { scope, local };
}

/** An encoded request. */
export interface SentRequest {
  readonly params: Readonly<Record<string, string>>;
  /** Undefined values are left out. */
  readonly query: Readonly<Record<string, string | undefined>>;
  /** Undefined if there is none. */
  readonly body: unknown;
}

type Parts = Pick<Endpoint<never, unknown>, "params" | "query" | "body">;

/** Encodes a request. Throws `invalid_request` if it does not match the schema. */
export async function encodeRequest(
  { params, query, body }: Parts,
  request: unknown,
): Promise<SentRequest> {
  const encode = async (codec: Codec<unknown>, part: string) =>
    requireValid(await z.safeEncodeAsync(codec, request), part);
  return {
    params: await encode(params, "path") as SentRequest["params"],
    query: await encode(query, "query") as SentRequest["query"],
    body: body === null ? undefined : await encode(body, "body"),
  };
}

/** Decodes a request, its body last. Throws `invalid_request`, which names every invalid field of a part. */
export async function decodeRequest(
  { params, query, body }: Parts,
  sent: Omit<SentRequest, "body"> & { readonly readBody: () => Promise<unknown> },
): Promise<unknown> {
  const decode = async (codec: Codec<unknown>, value: unknown, part: string) =>
    requireValid(await codec.safeParseAsync(value, { reportInput: true }), part);
  const fromPath = await decode(params, sent.params, "path");
  const fromQuery = await decode(query, sent.query, "query");
  const given = await sent.readBody();
  const fromBody = body === null ? {} : await decode(body, given, "body");
  return [fromQuery, fromBody].reduce(join, fromPath);
}

/** Merges the parts of a request: the path has the text of a key reference, and the query its organisation. */
function join(left: unknown, right: unknown): unknown {
  const [first, second] = [left, right] as { readonly reference?: object }[];
  const reference = { ...first?.reference, ...second?.reference };
  const isThere = Object.keys(reference).length > 0;
  return { ...first, ...second, ...(isThere && { reference }) };
}
