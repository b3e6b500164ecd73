import * as z from "zod/mini";
import type { Context } from "hono";
import { decodeRequest } from "../../contract/endpoint.ts";
import { PACKAGES } from "../../contract/packages.ts";
import type { RefusalsRequest } from "../../contract/refusals.ts";
import { plainField } from "../../domain/plain_field.ts";
import {
  API_ROLES,
  type ApiRole,
  type ApiTokenInfo,
  includesRole,
} from "../../domain/api_token.ts";
import type { SignedHashes } from "../../domain/signature.ts";
import { CloacinaError } from "../../errors.ts";
import { mayBeOfGuess } from "../../operations/last_seen.ts";
import type { Guess } from "../../operations/token_access.ts";
import { parseStrictJsonBytes } from "../../formats/json/strict_json.ts";
import { bytesAnswer, jsonAnswer } from "./answer.ts";
import { auditDenial, authenticateRequest, type Gatekeeper, guessOf } from "./auth.ts";
import type { BodyBudget } from "./limits/body_budget.ts";
import { refuse } from "./refusal.ts";
import type { BytesAnswer, Call, Route } from "../route.ts";
import { isShort, readBody } from "./server_body.ts";
import type { Env, ServerParts } from "./server_parts.ts";
import { MAX_REQUEST_PARTS } from "../wire.ts";

/** What requests are served with. */
interface Serving extends Pick<ServerParts, "operationsFor" | "refusalsFor"> {
  readonly gatekeeper: Gatekeeper;
  /** The memory that the bodies of routes of a role may take together. */
  readonly budgetFor: (role: ApiRole) => BodyBudget;
}

/** A request that has come, and how its body is read: once, however often it is worked on. */
interface Asked {
  readonly route: Route;
  readonly c: Context<Env>;
  readonly readBody: () => Promise<unknown>;
}

/** Serves a request of one route, if it has a token that may use it. */
export async function serveRoute(
  serving: Serving,
  route: Route,
  c: Context<Env>,
): Promise<Response> {
  c.set("route", route.path);
  let body: Promise<unknown> | undefined;
  const readBody = () => body ??= readJson(route, c.req.raw, serving.budgetFor(route.role));
  const asked = { route, c, readBody };
  return await answerByGuess(serving, asked) ?? await answerByLookUp(serving, asked);
}

/** Null where the guess may have been wrong: then nothing was done, or it may be done again. */
async function answerByGuess(serving: Serving, asked: Asked): Promise<Response | null> {
  const { gatekeeper } = serving;
  const { route, c } = asked;
  const guess = route.looksAtToken ? guessFor(gatekeeper, c.req.raw) : null;
  if (guess === null) return null;
  try {
    const response = await answer(serving, asked, guess);
    c.set("tokenId", guess.token.id);
    return response;
  } catch (error) {
    if (mayBeOfGuess(error)) return null;
    // What failed did so before the token was looked at, or not for it: nobody else is told what.
    await authenticateRequest(gatekeeper, c.req.raw.headers, c.env.address);
    c.set("tokenId", guess.token.id);
    throw error;
  }
}

/** A long body takes of the memory that all share: it is read only for a token that was looked up. */
function guessFor(gatekeeper: Gatekeeper, request: Request): Guess | null {
  return isShort(request) ? guessOf(gatekeeper, request.headers) : null;
}

async function answerByLookUp(
  serving: Serving,
  asked: Asked,
): Promise<Response> {
  const { gatekeeper, operationsFor } = serving;
  const { route, c } = asked;
  const request = c.req.raw;
  const { address } = c.env;
  const authenticated = () => authenticateRequest(gatekeeper, request.headers, address);
  // No body is read for a token that is not known. One that was good before is looked up once, when a short body is there.
  const comesFirst = route.method === "POST" && guessFor(gatekeeper, request) !== null;
  if (comesFirst) await asked.readBody().catch(() => {});
  const token = await authenticated();
  c.set("tokenId", token.id);
  const readBody = async () => {
    const content = await asked.readBody();
    // The sender decides how long a body takes to come; meanwhile somebody may have revoked the token.
    if (!comesFirst && !route.looksAtToken && request.body !== null) await authenticated();
    return content;
  };
  try {
    const admitted = { token, operations: operationsFor(token) };
    return await answer(serving, { ...asked, readBody }, admitted);
  } catch (error) {
    await auditDenial(gatekeeper, { token, address }, error);
    throw error;
  }
}

/** Check the role, read the request, run the operation, write the answer. */
async function answer(
  { refusalsFor }: Serving,
  { route, c, readBody }: Asked,
  { token, operations }: Pick<Call, "token" | "operations">,
): Promise<Response> {
  requireRole(route, token);
  const request = await decodeRequest(route, {
    params: c.req.param(),
    query: withOwnOrg(route, token, readQuery(c)),
    readBody,
  });
  const refusals = (asked: RefusalsRequest) => refusalsFor(token, asked);
  const result = await route.handle({ operations, token, request, refusals });
  if (isBytes(result)) return bytesAnswer(route.status, result);
  c.set("signatures", countSignatures(route, result));
  return jsonAnswer(route.status, z.encode(route.answer as z.ZodMiniType, result));
}

/** A route without one of the roles is refused to everyone. */
function requireRole(route: Route, { role }: ApiTokenInfo): void {
  const least = API_ROLES.includes(route.role) ? route.role : null;
  if (least !== null && includesRole(role, least)) return;
  const state = least === null
    ? "no role may call it"
    : `it requires the role ${least}, and the token has ${role}`;
  throw new CloacinaError(
    "insufficient_permissions",
    `Cannot ${actionOf(route)}: ${state}`,
  );
}

/** What a route does, from the first clause of its summary: "generate a signing key". */
function actionOf({ summary }: Route): string {
  const [clause = summary] = summary.split(/[;,]/);
  return clause.replace(/^./, (letter) => letter.toLowerCase());
}

function readQuery(c: Context<Env>): Readonly<Record<string, string>> {
  const entries = Object.entries(c.req.queries());
  const repeated = entries.find(([, values]) => values.length > 1);
  if (repeated !== undefined) {
    const name = plainField(repeated[0]) ?? "(a field)";
    throw refuse(400, `Cannot read the request: query.${name} is given twice`);
  }
  return Object.fromEntries(entries.map(([name, values]) => [name, values[0]!]));
}

/** A token for one organisation need not name it. */
function withOwnOrg(
  { query }: Route,
  { orgId }: ApiTokenInfo,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const takesOrg = "org_id" in query.def.in.shape;
  return takesOrg && orgId !== null ? { org_id: orgId, ...given } : given;
}

async function readJson(
  { body, maxBytes }: Route,
  request: Request,
  budget: BodyBudget,
): Promise<unknown> {
  const bytes = await readBody(request, maxBytes, budget);
  if (body === null) {
    if (bytes.length === 0) return undefined;
    throw refuse(400, "Cannot read the request: this route takes no body");
  }
  requireJson(request.headers);
  return parseJson(bytes);
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
function countSignatures({ path }: Route, result: unknown): number {
  return path === PACKAGES.sign.path ? (result as SignedHashes).signatures.length : 0;
}
