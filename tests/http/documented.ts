import assert from "node:assert/strict";
import { Ajv2020, type ValidateFunction } from "ajv";
import type { Asked } from "./api_kit.ts";

/** A part of an OpenAPI document. */
// deno-lint-ignore no-explicit-any
export type Document = any;

/** Judges answers by what an OpenAPI document says of a route. */
export interface DocumentedAnswers {
  /** The answer has a documented status, media type and body, with no field that is not documented. */
  readonly require: (method: string, path: string, answer: Asked) => void;
}

/** Compiles the schemas of a document, once each. `path` is as the document has it: `/v1/tokens/{token_id}`. */
export function documentedAnswers(document: Document): DocumentedAnswers {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  const validators = new Map<unknown, ValidateFunction>();
  const validatorOf = (schema: Document): ValidateFunction => {
    const known = validators.get(schema);
    if (known !== undefined) return known;
    const validator = ajv.compile(closed(resolve(document, schema)));
    validators.set(schema, validator);
    return validator;
  };
  return {
    require: (method, path, { status, headers, text }) => {
      const operation = document.paths[path][method.toLowerCase()];
      const what = `${method} ${path} answered ${status} ${text}`;
      const response = resolve(document, operation.responses[status]);
      assert.ok(response !== undefined, `${what}, which is not documented`);
      assert.match(headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/, what);
      const type = headers.get("content-type");
      const media = response.content[type ?? ""];
      assert.ok(media !== undefined, `${what}, of the type ${type}`);
      if (media.schema === undefined) return;
      const validator = validatorOf(media.schema);
      assert.ok(validator(JSON.parse(text)), `${what}: ${ajv.errorsText(validator.errors)}`);
    },
  };
}

/** Follows a reference within the document. */
function resolve(document: Document, part: Document): Document {
  if (part?.$ref === undefined) return part;
  const names = part.$ref.replace("#/", "").split("/") as string[];
  return names.reduce((found, name) => found[name], document);
}

/** The schema in which an object has no field that it does not name. */
function closed(schema: Document): Document {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const parts = Object.fromEntries(
    Object.entries(schema).map(([name, part]) => [name, closed(part)]),
  );
  return parts["properties"] === undefined ? parts : { ...parts, additionalProperties: false };
}
