import * as z from "zod/mini";
import { ApiError } from "../contract/api_error.ts";
import { ERROR_OUTCOMES } from "../errors.ts";
import { API_EXAMPLES, type ApiExample } from "./api_examples.ts";
import type { Route } from "./route.ts";
import { REQUEST_ID } from "./wire.ts";

/** A JSON object, such as the whole document. */
export type Json = Readonly<Record<string, unknown>>;

/** Statuses that HTTP itself has for a request, beside those of the table of errors. */
const PROTOCOL_STATUSES = [405, 408, 413, 415, 429, 431];

/** Every status by which a request can be refused. */
const REFUSAL_STATUSES: readonly number[] = [
  ...new Set([...Object.values(ERROR_OUTCOMES).map(({ status }) => status), ...PROTOCOL_STATUSES]),
].filter((status) => status !== 499).sort();

/** Describes routes as OpenAPI 3.1, from the schemas that validate them. */
export function describeApi(routes: readonly Route[], version: string): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = templateOf(route);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: describeRoute(route) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "cloacina", version, description: DESCRIPTION },
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer", bearerFormat: "clk_…" } },
      schemas: { Error: schemaOf(ApiError) },
      responses: { Refused: refused() },
    },
  };
}

/** A route's path as OpenAPI writes it, with `{name}` for what differs. */
export function templateOf({ path }: Route): string {
  return path.replace(/:(\w+)/g, "{$1}");
}

const DESCRIPTION = "Signs Cloacina workflow packages with keys that stay on the server. " +
  "Bodies are JSON of a limited size; unknown fields are refused. " +
  "A refused request changes nothing, unless its code is outcome_unknown: then send it again. " +
  "The answer says why as {error, code, hint}; " +
  "hint is null unless the code is invalid_request.";

function describeRoute(route: Route): Json {
  const { method, path, summary, body, status } = route;
  return {
    operationId: `${method.toLowerCase()}${path.replace(/^\/v1/, "").replace(/[/:-]+/g, "_")}`,
    summary,
    description: descriptionOf(route),
    parameters: [
      ...parametersOf(route.params, "path"),
      ...parametersOf(route.query, "query"),
    ],
    ...(body !== null && {
      requestBody: {
        required: true,
        content: {
          "application/json": { schema: schemaOf(body), example: exampleOf(route)?.body },
        },
      },
    }),
    responses: {
      [status]: { description: "Done", headers: HEADERS, content: contentOf(route) },
      ...Object.fromEntries(
        REFUSAL_STATUSES.map((code) => [code, { $ref: "#/components/responses/Refused" }]),
      ),
    },
  };
}

function descriptionOf(route: Route): string {
  const role = `Requires the role ${route.role}.`;
  return route.body === null ? role : `${role} The body is at most ${route.maxBytes / 1024} KiB.`;
}

function parametersOf(schema: z.ZodMiniType, place: "path" | "query"): readonly Json[] {
  const { properties = {}, required = [] } = schemaOf(schema) as {
    readonly properties?: Readonly<Record<string, unknown>>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    // A token for one organisation need not name it.
    required: place === "path" || (required.includes(name) && name !== "org_id"),
    schema: property,
  }));
}

function contentOf(route: Route): Json {
  const { answer } = route;
  if (!isMediaTypes(answer)) {
    return { "application/json": { schema: schemaOf(answer), example: exampleOf(route)?.answer } };
  }
  return Object.fromEntries(answer.map((type) => [type, {}]));
}

/** An example of the route. */
export function exampleOf({ method, path }: Route): ApiExample | undefined {
  return API_EXAMPLES[`${method} ${path}`];
}

function isMediaTypes(answer: Route["answer"]): answer is readonly string[] {
  return Array.isArray(answer);
}

/** The schema of the JSON side of a codec. */
function schemaOf(schema: z.ZodMiniType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input" });
  return rest;
}

const HEADERS = {
  [REQUEST_ID]: {
    description: "Names the request in the logs of the server",
    schema: { type: "string" },
  },
} as const;

function refused(): Json {
  return {
    description: "Refused; nothing was changed",
    headers: HEADERS,
    content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } },
  };
}
