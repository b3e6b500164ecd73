import fc from "fast-check";
import type { Document } from "./documented.ts";

/** What a client may send: a good request of a route, or one with something wrong in it. */
export interface ArbitraryRequest {
  readonly path: string;
  readonly body: string | undefined;
}

/** Values that somebody else's program, or somebody else, may send in place of anything. */
const STRANGE = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: "binary" }),
  fc.constantFrom("", "\0", "..", "%2e%2e/", "'; drop table --", "\u202e", "NaN", "-1", "1e309"),
  fc.constantFrom(-0, 2 ** 53, 1e308, Number.MIN_SAFE_INTEGER),
);

/** Requests of one operation of an OpenAPI document, made from its schemas; the ids in `known` are real ones. */
export function arbitraryRequest(
  path: string,
  { parameters, requestBody }: Document,
  known: readonly string[],
): fc.Arbitrary<ArbitraryRequest> {
  const value = (schema: Document) => valueOf(schema, known);
  const pathValues = fc.record(fields(parameters, "path", value));
  const query = fc.record(fields(parameters, "query", value), { requiredKeys: [] });
  const schema = requestBody?.content["application/json"].schema;
  const body = schema === undefined ? fc.constant(undefined) : bodyOf(schema, known);
  return fc.tuple(pathValues, mutated(query), body).map(([filled, search, text]) => ({
    path: `${fill(path, filled)}${searchOf(search)}`,
    body: text,
  }));
}

function fields(
  parameters: readonly Document[],
  place: string,
  value: (schema: Document) => fc.Arbitrary<unknown>,
) {
  const those = parameters.filter((parameter) => parameter.in === place);
  return Object.fromEntries(those.map(({ name, schema }) => [name, value(schema)]));
}

/** Now and then a strange value. */
function valueOf(schema: Document, known: readonly string[]): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 8, arbitrary: goodValue(schema, known) },
    { weight: 1, arbitrary: STRANGE },
  );
}

function goodValue(schema: Document, known: readonly string[]): fc.Arbitrary<unknown> {
  if (schema.anyOf !== undefined) {
    return fc.oneof(...schema.anyOf.map((one: Document) => valueOf(one, known)));
  }
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  switch ([schema.type].flat()[0]) {
    case "object":
      return objectOf(schema, known);
    case "array":
      return fc.array(valueOf(schema.items, known), { maxLength: 5 });
    case "boolean":
      return fc.boolean();
    case "integer":
    case "number":
      return fc.integer({ min: schema.minimum, max: schema.maximum });
    case "null":
      return fc.constant(null);
    default:
      return textOf(schema, known);
  }
}

function textOf(schema: Document, known: readonly string[]): fc.Arbitrary<string> {
  if (schema.pattern === undefined) return fc.string({ maxLength: 40, unit: "grapheme" });
  const pattern = new RegExp(schema.pattern);
  const fitting = known.filter((text) => pattern.test(text));
  const made = fc.stringMatching(pattern);
  return fitting.length === 0 ? made : fc.oneof(fc.constantFrom(...fitting), made);
}

function objectOf(schema: Document, known: readonly string[]): fc.Arbitrary<unknown> {
  const properties = Object.entries(schema.properties ?? {})
    .map(([name, property]) => [name, valueOf(property, known)] as const);
  const record = fc.record(Object.fromEntries(properties), {
    requiredKeys: schema.required ?? [],
  });
  return mutated(record);
}

/** Now and then a field that nobody knows, or one field less. */
function mutated(record: fc.Arbitrary<Record<string, unknown>>) {
  return fc.oneof(
    { weight: 8, arbitrary: record },
    {
      weight: 1,
      arbitrary: fc.tuple(record, fc.string(), STRANGE)
        .map(([fields, name, value]) => ({ ...fields, [name]: value })),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(record, fc.nat()).map(([fields, index]) =>
        Object.fromEntries(
          Object.entries(fields).filter((_, place, all) => place !== index % all.length),
        )
      ),
    },
  );
}

/** Now and then text that is no JSON. */
function bodyOf(schema: Document, known: readonly string[]): fc.Arbitrary<string | undefined> {
  const json = valueOf(schema, known).map((value) => JSON.stringify(value) ?? "null");
  return fc.oneof(
    { weight: 9, arbitrary: json },
    { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
    { weight: 1, arbitrary: fc.tuple(json, fc.nat()).map(([text, at]) => text.slice(0, at)) },
  );
}

function fill(path: string, values: Readonly<Record<string, unknown>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name) => encode(values[name]));
}

function searchOf(fields: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(fields).map(([name, value]) => `${encode(name)}=${encode(value)}`);
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

/** What is no whole Unicode text cannot be in a URL. An object may have a `toString` that is no function. */
function encode(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return encodeURIComponent(text.toWellFormed());
}
