import assert from "node:assert/strict";
import { AUDIT_EVENT_TYPES } from "../../src/domain/audit_event.ts";

const PAGE = await Deno.readTextFile(new URL("../../docs/audit.md", import.meta.url));

Deno.test("docs/audit.md names every event, and none that there is not", () => {
  const [, list = ""] = /^Events: (.*?)^$/ms.exec(PAGE) ?? [];
  const names = Array.from(list.matchAll(/`([^`]+)`/g), ([, name]) => name);
  assert.deepEqual(names, [...AUDIT_EVENT_TYPES]);
});
