import * as z from "zod/mini";
import type { Context } from "hono";
import { Signed } from "../../contract/records.ts";
import { plainField } from "../../domain/plain_field.ts";
import { type ApiTokenInfo, includesRole } from "../../domain/api_token.ts";
import { CloacinaError } from "../../errors.ts";
import { parseStrictJsonBytes } from "../../formats/json/strict_json.ts";
import { bytesAnswer, jsonAnswer } from "./answer.ts";
import { auditDenial, authenticateRequest, type Gatekeeper } from "./auth.ts";
import type { BodyBudget } from "./limits/body_budget.ts";
import { leastRole } from "../permissions.ts";
import { refuse } from "./refusal.ts";
import type { BytesAnswer, Route } from "../route.ts";
import { readBody } from "./server_body.ts";
import type { Env, ServerParts } from "./server_parts.ts";
import { validate } from "./validate.ts";
import { MAX_REQUEST_PARTS, PATHS } from "../wire.ts";

/** What requests are served with. */
interface Serving extends Pick<ServerParts, "operationsFor"> {
  /** The memory that bodies may take together. */
  readonly budget: BodyBudget;
}

/** Serves a request of one route, if it has a token that may use it. */
export async function serveRoute(
  serving: Serving,
  gatekeeper: Gatekeeper,
  route: Route,
  c: Context<Env>,
): Promise<Response> {
  c.set("route", route.path);
  const { address } = c.env;
  const token = await authenticateRequest(gatekeeper, c.req.raw.headers, address);
  c.set("tokenId", token.id);
  try {
    return await answer(serving, gatekeeper, route, token, c);
  } catch (error) {
    await auditDenial(gatekeeper, token, address, error);
    throw error;
  }
}

/** May they, what do they ask, do it, and say it. */
async function answer(
  { operationsFor, budget }: Serving,
  gatekeeper: Gatekeeper,
  route: Route,
  token: ApiTokenInfo,
  c: Context<Env>,
): Promise<Response> {
  requireRole(route, token);
  const params = validate(route.params, c.req.param(), "path");
  const query = validate(route.query, readQuery(c), "query");
  const body = await readJson(route, c.req.raw, budget);
  // The sender decides how long a body takes to come; meanwhile somebody may have revoked the token.
  if (c.req.raw.body !== null && !route.looksAtToken) {
    await authenticateRequest(gatekeeper, c.req.raw.headers, c.env.address);
  }
  const operations = operationsFor(token);
  const result = await route.handle({ operations, token, params, query, body });
  if (isBytes(result)) return bytesAnswer(route.status, result.bytes, result.mediaType);
  const document = z.encode(route.answer as z.ZodMiniType, result);
  c.set("signatures", countSignatures(route, document));
  return jsonAnswer(route.status, document);
}

/** A route without a line in the table of permissions is nobody's. */
function requireRole(route: Route, { role }: ApiTokenInfo): void {
  const least = leastRole(route);
  if (least !== null && includesRole(role, least)) return;
  const state = least === null
    ? "no role may use this route"
    : `it takes the role ${least}, and the token has ${role}`;
  throw new CloacinaError(
    "insufficient_permissions",
    `Cannot use ${route.method} ${route.path}: ${state}`,
  );
}

function readQuery(c: Context<Env>): Readonly<Record<string, string>> {
  const entries = Object.entries(c.req.queries());
  const repeated = entries.find(([, values]) => values.length > 1);
  if (repeated !== undefined) {
    const name = plainField(repeated[0]) ?? "(a field)";
    throw refuse(400, `Cannot read the request: query.${name} stands twice`);
  }
  return Object.fromEntries(entries.map(([name, values]) => [name, values[0]!]));
}

async function readJson(
  { body: schema, maxBytes }: Route,
  request: Request,
  budget: BodyBudget,
): Promise<unknown> {
  const bytes = await readBody(request, maxBytes, budget);
  if (schema === null) {
    if (bytes.length === 0) return undefined;
    throw refuse(400, "Cannot read the request: this route takes no body");
  }
  requireJson(request.headers);
  return validate(schema, parseJson(bytes), "body");
}

function requireJson(headers: Headers): void {
  const type = headers.get("content-type") ?? "";
  if (/^application\/json(\s*;\s*charset="?utf-8"?)?\s*$/i.test(type)) return;
  throw refuse(415, "Cannot read the request: its content-type is not application/json");
}

function parseJson(bytes: Uint8Array): unknown {
  return parseStrictJsonBytes(
    bytes,
    (state) => refuse(400, `Cannot read the request: body: ${state}`),
    MAX_REQUEST_PARTS,
  );
}

function isBytes(result: unknown): result is BytesAnswer {
  return typeof result === "object" && result !== null && "mediaType" in result;
}

/** How many signatures a request made, for the metrics. */
function countSignatures({ path }: Route, answer: unknown): number {
  return path === PATHS.sign ? (answer as z.output<typeof Signed>).signatures.length : 0;
}
