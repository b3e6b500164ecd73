import { getLogger } from "@logtape/logtape";
import type { ApiRole } from "../../src/domain/api_token.ts";
import type { AuditEvent } from "../../src/domain/audit_event.ts";
import type { KeyId, OrgId } from "../../src/domain/ids.ts";
import type { Route } from "../../src/http/route.ts";
import { ROUTES } from "../../src/http/routes.ts";
import { type App, createApp } from "../../src/http/server/server_app.ts";
import type { ServerParts } from "../../src/http/server/server_parts.ts";
import { localOperations } from "../../src/operations/local.ts";
import type { LocalParts } from "../../src/operations/parts.ts";
import { tokenAccess } from "../../src/operations/token_access.ts";
import { type Kit, withKit } from "../operations/kit.ts";
import { type SoundOperations, soundOperations } from "../operations/sound_operations.ts";
import { listenWith } from "./listening_app.ts";

/** What a token of the tests may do; left out: an administrator of all organisations. */
export interface TokenWish {
  readonly role?: ApiRole;
  readonly orgId?: OrgId | null;
  readonly keyIds?: readonly KeyId[] | null;
  readonly expiresAt?: Date | null;
}

/** An event, and who the audit log says was the actor. */
export interface AuditedEvent extends AuditEvent {
  readonly actor: string;
}

/** The API over operations on some store. */
export interface Api {
  readonly app: App;
  readonly operations: SoundOperations;
  /** What the API wrote to the audit log. */
  readonly audited: AuditedEvent[];
  /** Makes a token, and gives its text. */
  readonly newToken: (wish?: TokenWish) => Promise<string>;
  /** Asks the API without a network. `token` null sends none. */
  readonly ask: (
    method: string,
    path: string,
    options?: {
      readonly token?: string | null;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
      readonly address?: string;
    },
  ) => Promise<Asked>;
  /** Moves the clock of rate limits and of measured times on, in milliseconds. */
  readonly wait: (milliseconds: number) => void;
}

/** The API over operations on a database that is thrown away. */
export interface ApiKit extends Kit, Api {
  readonly operations: SoundOperations;
}

/** An answer, read. `json` is undefined for what is no JSON. */
export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // deno-lint-ignore no-explicit-any
  readonly json: any;
}

/** Calls `body` with a fresh API. */
export async function withApi(
  body: (kit: ApiKit) => Promise<void>,
  routes: readonly Route[] = ROUTES,
): Promise<void> {
  await withKit(async (kit) => await body({ ...kit, ...createApi(kit.parts, routes) }));
}

/** The server parts over the parts of local operations; events go to `audited` with their actor. */
export function serverParts(
  parts: LocalParts,
  audited: AuditedEvent[],
  elapsed: () => number = () => performance.now(),
): ServerParts {
  const auditAs = (actor: string) => async (events: readonly AuditEvent[]) => {
    await parts.audit(events);
    audited.push(...events.map((event) => ({ ...event, actor })));
  };
  return {
    ...tokenAccess(parts, auditAs, () => Promise.resolve()),
    log: getLogger(["cloacina", "test"]),
    elapsed,
    newId: () => crypto.randomUUID(),
    version: "1.2.3",
    readPage: null,
  };
}

/** The API over the parts of local operations. */
export function createApi(parts: LocalParts, routes: readonly Route[] = ROUTES): Api {
  const operations = soundOperations(localOperations(parts));
  const audited: AuditedEvent[] = [];
  let waited = 0;
  const app = createApp(serverParts(parts, audited, () => waited), routes);
  let admin: Promise<string> | undefined;
  const newToken = (wish: TokenWish = {}) => makeToken({ operations }, wish);
  return {
    app,
    operations,
    audited,
    newToken,
    wait: (milliseconds) => void (waited += milliseconds),
    ask: async (method, path, { token, body, headers = {}, address = "127.0.0.1" } = {}) => {
      const shown = token === undefined ? await (admin ??= newToken()) : token;
      const sent = typeof body === "string" ? body : JSON.stringify(body);
      const request = new Request(`http://127.0.0.1${path}`, {
        method,
        headers: {
          host: "127.0.0.1",
          ...(shown !== null && { authorization: `Bearer ${shown}` }),
          ...(body !== undefined && {
            "content-type": "application/json",
            "content-length": `${new TextEncoder().encode(sent).length}`,
          }),
          ...headers,
        },
        ...(body !== undefined && { body: sent }),
      });
      return await read(await app(request, address));
    },
  };
}

async function read(response: Response): Promise<Asked> {
  const text = await response.text();
  const isJson = response.headers.get("content-type") === "application/json";
  const json = isJson && text !== "" ? JSON.parse(text) : undefined;
  return { status: response.status, headers: response.headers, text, json };
}

/** Makes a token with the operations of a kit, and gives its text. */
export async function makeToken(
  { operations }: Pick<Kit, "operations">,
  { role = "admin", orgId = null, keyIds = null, expiresAt = null }: TokenWish,
): Promise<string> {
  const request = { orgId, name: null, role, keyIds, expiresAt };
  return (await operations.tokens.create(request)).token;
}

/** A server on a real socket of this machine. */
export interface Served extends ApiKit {
  readonly url: string;
}

/** Calls `body` with the API on a real socket, which is drained and closed afterwards. */
export async function withServer(
  body: (served: Served) => Promise<void>,
  routes: readonly Route[] = ROUTES,
): Promise<void> {
  await withApi(async (kit) => {
    const { url, stop } = await listenWith(createApp(serverParts(kit.parts, kit.audited), routes));
    await body({ ...kit, url }).finally(stop);
  }, routes);
}
