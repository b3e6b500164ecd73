import assert from "node:assert/strict";
import { Ajv2020 } from "ajv";
import { ERROR_OUTCOMES } from "../../src/errors.ts";
import { ROUTES } from "../../src/http/routes.ts";
import { testKey } from "../operations/kit.ts";
import { withApi } from "./api_kit.ts";
import { type Document, documentedAnswers } from "./documented.ts";
import { sampleRequests } from "./sample_requests.ts";

const documentedPath = (path: string) => path.replace(/:(\w+)/g, "{$1}");

Deno.test("the document is OpenAPI 3.1 and describes every route, and only these", async () => {
  await withApi(async ({ ask }) => {
    const { status, json } = await ask("GET", "/openapi.json", { token: null });
    assert.equal(status, 200);
    assert.equal(json.openapi, "3.1.0");
    assert.equal(json.info.version, "1.2.3");
    const described = Object.entries(json.paths).flatMap(([path, operations]) =>
      Object.keys(operations as object).map((method) => `${method.toUpperCase()} ${path}`)
    );
    assert.deepEqual(
      described.sort(),
      ROUTES.map(({ method, path }) => `${method} ${documentedPath(path)}`).sort(),
    );
    const ids = Object.values(json.paths).flatMap((operations) =>
      Object.values(operations as object).map(({ operationId }) => operationId)
    );
    assert.equal(new Set(ids).size, ROUTES.length);
  });
});

Deno.test("every parameter of a path is described, and every body", async () => {
  await withApi(async ({ ask }) => {
    const { json } = await ask("GET", "/openapi.json", { token: null });
    for (const { method, path, body } of ROUTES) {
      const operation = json.paths[documentedPath(path)][method.toLowerCase()];
      const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name);
      const described = operation.parameters
        .filter((one: { in: string }) => one.in === "path")
        .map((one: { name: string; required: boolean }) => one.required && one.name);
      assert.deepEqual(described, names, path);
      assert.equal(operation.requestBody !== undefined, body !== null, path);
    }
  });
});

Deno.test("of the numbers of a query, the document allows exactly what the server takes", async () => {
  await withApi(async (kit) => {
    const { json } = await kit.ask("GET", "/openapi.json", { token: null });
    const samples = await sampleRequests(kit, await testKey(7));
    const tried: string[] = [];
    for (const { method, path } of ROUTES) {
      const { parameters } = json.paths[documentedPath(path)][method.toLowerCase()];
      for (const { name, schema } of parameters as readonly Document[]) {
        if (schema.type !== "integer") continue;
        const { minimum, maximum } = schema;
        for (const value of [minimum - 1, minimum, schema.default, maximum, maximum + 1]) {
          const url = new URL(samples.get(`${method} ${path}`)!.path, "http://h");
          url.searchParams.set(name, String(value));
          const { status } = await kit.ask(method, `${url.pathname}${url.search}`);
          assert.equal(status, value >= minimum && value <= maximum ? 200 : 400, `${url}`);
        }
        tried.push(name);
      }
    }
    assert.deepEqual([...new Set(tried)], ["limit", "offset"]);
  });
});

Deno.test("the document allows the names of claims that the server signs, and no others", async () => {
  await withApi(async (kit) => {
    const { json } = await kit.ask("GET", "/openapi.json", { token: null });
    const path = "/v1/signing-keys/:key_id/signatures";
    const [one] =
      json.paths[documentedPath(path)].post.requestBody.content["application/json"].schema.anyOf;
    const isAllowed = new Ajv2020({ strict: false }).compile(one.properties.stated);
    const sample = (await sampleRequests(kit, await testKey(7))).get(`POST ${path}`)!;
    for (const name of ["name", "expires.after", "expires", "expires_at", "Name", "1st", ""]) {
      const stated = { claims: { [name]: "x" } };
      const body = { ...sample.body as object, stated };
      const { status } = await kit.ask("POST", sample.path, { body });
      assert.equal(status, isAllowed(stated) ? 200 : 400, name);
    }
  });
});

for (const route of ROUTES) {
  Deno.test(`what ${route.method} ${route.path} answers is what the document says`, async () => {
    await withApi(async (kit) => {
      const { json } = await kit.ask("GET", "/openapi.json", { token: null });
      const documented = documentedAnswers(json);
      const samples = await sampleRequests(kit, await testKey(7));
      const { method, path, body } = samples.get(`${route.method} ${route.path}`)!;
      const good = await kit.ask(method, path, { body });
      assert.equal(good.status, route.status, good.text);
      documented.require(method, documentedPath(route.path), good);
      const refused = await kit.ask(method, path, { body, token: null });
      assert.equal(refused.status, 401);
      documented.require(method, documentedPath(route.path), refused);
    });
  });
}

Deno.test("every field of an answer is required, but what only some answers have", async () => {
  await withApi(async ({ ask }) => {
    const { json } = await ask("GET", "/openapi.json", { token: null });
    const answers = ROUTES.map(({ method, path, status }) =>
      json.paths[documentedPath(path)][method.toLowerCase()].responses[status].content
    );
    const optional = [...answers, json.components.schemas.Error].flatMap(optionalFields);
    assert.deepEqual([...new Set(optional)], ["next", "statement"]);
  });
});

/** The names of the fields that a schema, or a schema in it, does not require. */
function optionalFields(schema: unknown): readonly string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { properties = {}, required = [] } = schema as {
    readonly properties?: object;
    readonly required?: readonly string[];
  };
  const own = Object.keys(properties).filter((name) => !required.includes(name));
  return [...own, ...Object.values(schema).flatMap(optionalFields)];
}

Deno.test("the page and the document say that an error has a hint only where the API sends one", async () => {
  await withApi(async ({ ask }) => {
    const page = await ask("GET", "/docs", { token: null });
    assert.ok(page.text.includes('<code>{"error", "code", "hint"}</code>'));
    const { json } = await ask("GET", "/openapi.json", { token: null });
    assert.match(json.info.description, /hint is null unless the code is invalid_request\./);
  });
});

Deno.test("docs/api.md has every status that is not the one of its error's code", async () => {
  const page = await Deno.readTextFile(new URL("../../docs/api.md", import.meta.url));
  const ofCodes = Object.values(ERROR_OUTCOMES).map(({ status }) => status);
  const listed = Array.from(
    page.matchAll(/^\| (\d{3}) +\| `(\w+)`/gm),
    ([, status]) => Number(status),
  );
  await withApi(async ({ ask }) => {
    const { json } = await ask("GET", "/openapi.json", { token: null });
    const { responses } = json.paths["/v1/tokens"].get;
    const own = Object.keys(responses).map(Number)
      .filter((status) => status >= 400 && !ofCodes.includes(status as never));
    assert.deepEqual(listed.filter((status) => status !== 404), own);
  });
});

Deno.test("the page for people shows every route, and needs nothing from anywhere", async () => {
  await withApi(async ({ ask }) => {
    const { status, headers, text } = await ask("GET", "/docs", { token: null });
    assert.equal(status, 200);
    assert.equal(headers.get("content-type"), "text/html; charset=utf-8");
    assert.match(headers.get("content-security-policy") ?? "", /^default-src 'none'/);
    for (const { method, path } of ROUTES) {
      assert.ok(text.includes(`${method} ${documentedPath(path)}`), path);
    }
    assert.doesNotMatch(text, /<(script|img|link|iframe)|https?:\/\/|@import|url\(/);
    const anchors = [...text.matchAll(/<section id="([^"]+)"/g)].map(([, id]) => id);
    const links = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    assert.deepEqual(links, anchors);
    assert.equal(new Set(anchors).size, ROUTES.length);
  });
});
