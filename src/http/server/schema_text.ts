import { HEX_32_BYTES, UUID } from "../../domain/patterns.ts";
import type { Json } from "../openapi.ts";

/** What people call the patterns of the contract. */
const PATTERN_NAMES: ReadonlyMap<unknown, string> = new Map([
  [UUID.source, "UUID"],
  [HEX_32_BYTES.source, "64 hex digits"],
  ["^[A-Za-z0-9+/]{43}=$", "base64 of 32 bytes"],
  ["^[A-Za-z0-9+/]{86}==$", "base64 of 64 bytes"],
  ["^clk_[A-Za-z0-9_-]{43}$", "API token, clk_…"],
  [
    `^(?:[0-9a-fA-F]{8,64}|${UUID.source.slice(1, -1)})$`,
    "UUID, or at least 8 hex digits of a fingerprint",
  ],
]);

/** A schema as a person reads it: an object of its fields, those that may be left out with `?`, lists, and words. */
export function schemaText(value: unknown): unknown {
  const schema = value as Json;
  const { properties, items, anyOf } = schema;
  if (anyOf !== undefined) return anyOfText(anyOf as readonly unknown[]);
  if (schema["const"] !== undefined) return String(schema["const"]);
  if (schema["enum"] !== undefined) return (schema["enum"] as readonly unknown[]).join(" | ");
  if (properties !== undefined) return fieldsText(schema);
  if (items !== undefined) return [schemaText(items)];
  const byDefault = schema["default"];
  const types = [schema["type"] ?? "any"].flat().map((type) => typeText(type, schema));
  return types.join(" | ") +
    (byDefault === undefined ? "" : `, default ${JSON.stringify(byDefault)}`);
}

function typeText(type: unknown, schema: Json): string {
  if (type === "string") return stringText(schema);
  return type === "integer" ? rangeText(schema) : String(type);
}

function anyOfText(choices: readonly unknown[]): unknown {
  const texts = choices.map(schemaText);
  return texts.every((text) => typeof text === "string") ? texts.join(" | ") : { "one of": texts };
}

function fieldsText({ properties, required = [] }: Json): Json {
  const isRequired = new Set(required as readonly string[]);
  const fields = Object.entries(properties as Json).map(([name, field]) => {
    const shown = isRequired.has(name) ? name : `${name}?`;
    return [shown, fieldText(name, schemaText(field))];
  });
  return Object.fromEntries(fields);
}

/** The schemas have times as text of a limited length. */
function fieldText(name: string, text: unknown): unknown {
  return name.endsWith("_at") && typeof text === "string"
    ? text.replace(/^text[^|]*?(?= \||$)/, "time, as in RFC 3339")
    : text;
}

function stringText({ pattern, minLength, maxLength }: Json): string {
  if (pattern !== undefined) return PATTERN_NAMES.get(pattern) ?? `text like ${pattern}`;
  if (maxLength === undefined) return "text";
  return `text, ${minLength ?? 0} to ${maxLength} characters`;
}

function rangeText({ minimum, maximum }: Json): string {
  return minimum === undefined ? "number" : `number from ${minimum} to ${maximum}`;
}
