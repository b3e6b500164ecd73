import * as z from "zod/mini";
import type { ApiRole } from "../domain/api_token.ts";
import type { OrgId } from "../domain/ids.ts";
import type { KeyReference } from "../domain/key_reference.ts";
import type { RecordCodec } from "./record.ts";
import { requireValid } from "./require_valid.ts";

/** The most bytes that the body of a request may hold where it has no list: ours have under 1 KiB. */
export const MAX_SMALL_REQUEST_BYTES = 8 * 1024;

/** A JSON document, and what the program makes of it. */
export type Codec<Value> = z.ZodMiniType<Value>;

/**
 * How a token for one organisation restricts a verb. `own`: the request must name its organisation. `ownOrNone`: it may
 * also name none. `reference`: the key must be its organisation's. `allOrgs`: it takes a token for all organisations.
 */
export type OrgScope<Request> =
  | { readonly allOrgs: string }
  | (Request extends { readonly orgId: OrgId | null } ? "own" | "ownOrNone" : never)
  | (Request extends { readonly reference: KeyReference } ? "reference" : never);

/** How a token that is limited to signing keys restricts a verb: to these keys, or it takes a token without a limit. */
export type KeyScope = "reference" | { readonly noLimit: string };

/** One thing that can be done. `allOrgs`, `noLimit` and `local` say what, as in "import a private key". */
export interface Verb<Request, Answer> {
  readonly scope: OrgScope<Request>;
  readonly keys?: KeyScope;
  /** Set where it cannot be done remotely, since a private key would travel. */
  readonly local?: string;
  /** Never set: the compiler derives `Operations` from it. */
  readonly types?: readonly [Request, Answer];
}

/** A verb of the API: what permits, serves, describes and calls it reads this entry. */
export interface Endpoint<Request, Answer> extends Verb<Request, Answer> {
  readonly method: "GET" | "POST";
  /** `:name` stands for a parameter. */
  readonly path: string;
  readonly summary: string;
  /** The least role that may do this. */
  readonly role: ApiRole;
  readonly params: RecordCodec<unknown>;
  readonly query: RecordCodec<unknown>;
  /** Null where a request has no body. */
  readonly body: Codec<unknown> | null;
  /** The most bytes that the body may hold. */
  readonly maxBytes: number;
  readonly answer: Codec<Answer>;
  readonly status: 200 | 201;
  /** Whether doing it twice is the same as doing it once: then it is tried again where no answer came. */
  readonly isIdempotent: (request: Request) => boolean;
  /** Whether everything that it does checks the token itself, in the transaction that it acts in. */
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

/** What an entry need not say. */
export const DEFAULTS = {
  maxBytes: MAX_SMALL_REQUEST_BYTES,
  status: 200,
  looksAtToken: false,
  params: NOTHING,
  query: NOTHING,
  body: null,
} as const;

/** A verb of the API. Its request is what path, query and body hold together. */
export function endpoint<Answer, Params = unknown, Query = unknown, Body = unknown>(
  entry: Described<Params, Query, Body, Answer>,
): Endpoint<Params & Query & Body, Answer> {
  const idempotent = entry.method === "GET" || entry.isIdempotent;
  const isIdempotent = typeof idempotent === "boolean" ? () => idempotent : idempotent;
  return { ...DEFAULTS, ...entry, isIdempotent };
}

/** A verb that cannot be done remotely; `local` reads "import a private key". */
export function localVerb<Request, Answer>(
  local: string,
  scope: OrgScope<Request>,
): Verb<Request, Answer> {
  return { scope, local };
}

/** A request as it travels. */
export interface SentRequest {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string | undefined>>;
  /** Undefined where there is none. */
  readonly body: unknown;
}

type Parts = Pick<Endpoint<never, unknown>, "params" | "query" | "body">;

/** Writes a request. Throws `invalid_request` for one that no server would read. */
export function encodeRequest({ params, query, body }: Parts, request: unknown): SentRequest {
  const encode = (codec: Codec<unknown>, part: string) =>
    requireValid(z.safeEncode(codec, request), part);
  return {
    params: encode(params, "path") as SentRequest["params"],
    query: encode(query, "query") as SentRequest["query"],
    body: body === null ? undefined : encode(body, "body"),
  };
}

/** Reads a request, its body last. Throws `invalid_request`, which names every bad field of a part. */
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

/** Of a key reference the path has the text, and the query the organisation. */
function join(left: unknown, right: unknown): unknown {
  const [first, second] = [left, right] as { readonly reference?: object }[];
  const reference = { ...first?.reference, ...second?.reference };
  const isThere = Object.keys(reference).length > 0;
  return { ...first, ...second, ...(isThere && { reference }) };
}
