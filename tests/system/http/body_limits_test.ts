import assert from "node:assert/strict";
import type { KeyId } from "../../../src/domain/ids.ts";
import { PATHS } from "../../http/paths.ts";
import { withServer } from "../../http/api_kit.ts";
import { ORG } from "../../operations/kit.ts";

const HASHES = Array.from({ length: 1000 }, (_, index) => index.toString(16).padStart(64, "0"));

Deno.test("128 connections at once with 1,000 hashes each are served", async () => {
  await withServer(async ({ url, newToken, operations }) => {
    const { id } = await operations.keys.generate({ orgId: ORG, name: "k", trust: false });
    const token = await newToken({ role: "sign", orgId: ORG, keyIds: [id as KeyId] });
    const body = JSON.stringify({ package_hashes: HASHES, store: false });
    const statuses = await Promise.all(Array.from({ length: 128 }, async () => {
      const response = await fetch(`${url}${PATHS.sign.replace(":key_id", id)}`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body,
      });
      await response.body?.cancel();
      return response.status;
    }));
    assert.deepEqual(statuses, Array(128).fill(200));
  });
});
