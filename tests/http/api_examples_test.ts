import assert from "node:assert/strict";
import { Ajv2020 } from "ajv";
import { decodeRequest } from "../../src/contract/endpoint.ts";
import { API_EXAMPLES } from "../../src/http/api_examples.ts";
import { describeApi, templateOf } from "../../src/http/openapi.ts";
import { ROUTES } from "../../src/http/routes.ts";
import { testKey } from "../operations/kit.ts";
import { withApi } from "./api_kit.ts";
import type { Document } from "./documented.ts";
import { sampleRequests } from "./sample_requests.ts";

const DOCUMENT: Document = describeApi(ROUTES, "1.2.3");

Deno.test("every route has an example, and none is of anything else", () => {
  const names = ROUTES.map(({ method, path }) => `${method} ${path}`);
  assert.deepEqual(Object.keys(API_EXAMPLES).sort(), names.sort());
});

Deno.test("the examples in the document are as its schemas say", () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  let count = 0;
  for (const route of ROUTES) {
    const operation = DOCUMENT.paths[templateOf(route)][route.method.toLowerCase()];
    for (const part of [operation.requestBody, operation.responses[route.status]]) {
      const { schema, example } = part?.content["application/json"] ?? {};
      if (schema === undefined) continue;
      assert.notEqual(example, undefined, operation.operationId);
      assert(ajv.validate(schema, example), `${operation.operationId}: ${ajv.errorsText()}`);
      count++;
    }
  }
  assert(count > ROUTES.length);
});

Deno.test("the server takes the requests of the examples", async () => {
  for (const route of ROUTES) {
    const { path, body } = API_EXAMPLES[`${route.method} ${route.path}`]!;
    const { pathname, searchParams } = new URL(path, "http://h");
    const shape = route.path.replace(/:(\w+)/g, "(?<$1>[^/]+)");
    const params = { ...new RegExp(`^${shape}$`).exec(pathname)?.groups };
    assert.equal(Object.keys(params).length, route.path.split(":").length - 1, path);
    await decodeRequest(route, {
      params,
      query: Object.fromEntries(searchParams),
      readBody: () => Promise.resolve(body),
    });
  }
});

Deno.test("an example has the fields of the sample request, and of what the server answers to it", async () => {
  const partner = await testKey(7);
  for (const { method, path } of ROUTES) {
    await withApi(async (kit) => {
      const sample = (await sampleRequests(kit, partner)).get(`${method} ${path}`)!;
      const { text } = await kit.ask(method, sample.path, { body: sample.body });
      const example = API_EXAMPLES[`${method} ${path}`]!;
      assert.deepEqual(fieldsOf(example.body), fieldsOf(sample.body), path);
      if (typeof example.answer === "string") return;
      assert.deepEqual(fieldsOf(example.answer), fieldsOf(JSON.parse(text)), path);
    });
  }
});

/** The names of all fields of a document, as in `.items[0].name`, in order. */
function fieldsOf(value: unknown, at = ""): readonly string[] {
  if (typeof value !== "object" || value === null) return [at];
  const fields = Object.entries(value).flatMap(([name, field]) => fieldsOf(field, `${at}.${name}`));
  return fields.length === 0 ? [at] : fields.sort();
}
