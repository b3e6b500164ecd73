import assert from "node:assert/strict";
import { schemaText } from "../../../src/http/server/schema_text.ts";

Deno.test("a schema reads as the document that it describes", () => {
  const schema = {
    type: "object",
    properties: {
      hash: { type: "string", pattern: "^[0-9a-fA-F]{64}$" },
      name: { type: "string", minLength: 1, maxLength: 255 },
      limit: { type: "integer", minimum: 1, maximum: 1000, default: 100 },
      role: { type: "string", enum: ["read", "sign"] },
      revoked_at: { anyOf: [{ type: "string" }, { type: "null" }] },
      ids: { type: "array", items: { type: "string", pattern: "^x$" } },
      either: { anyOf: [{ type: "object", properties: {} }, { type: "null" }] },
      version: { type: "number", const: 1 },
      expires_at: { anyOf: [{ type: "string", maxLength: 64 }, { type: "null" }] },
      fault: { type: ["string", "null"] },
      algorithm: { type: "string", const: "ed25519" },
      whatever: {},
    },
    required: ["hash", "ids"],
  };
  assert.deepEqual(schemaText(schema), {
    "hash": "64 hex digits",
    "name?": "text, 1 to 255 characters",
    "limit?": "number from 1 to 1000, default 100",
    "role?": "read | sign",
    "revoked_at?": "time, as in RFC 3339 | null",
    "ids": ["text like ^x$"],
    "either?": { "one of": [{}, "null"] },
    "version?": "1",
    "expires_at?": "time, as in RFC 3339 | null",
    "fault?": "text | null",
    "algorithm?": "ed25519",
    "whatever?": "any",
  });
});
