import assert from "node:assert/strict";
import { withServer } from "../../../http/api_kit.ts";

Deno.test("curl reads an answer that ends the connection without an error", async () => {
  await withServer(async ({ url }) => {
    const twice = ["-H", "Authorization: Bearer a", "-H", "Authorization: Bearer b"];
    const { code, stdout } = await new Deno.Command("curl", {
      args: ["-sS", "-m", "30", ...twice, "-w", "\n%{http_code}", `${url}/v1/whoami`],
      stderr: "inherit",
    }).output();
    const [body = "", status] = new TextDecoder().decode(stdout).split("\n");
    assert.deepEqual([code, status, JSON.parse(body).code], [0, "400", "invalid_request"]);
  });
});
