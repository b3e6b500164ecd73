import { assertRevokedIsSeen } from "../../contracts/store/revoked_before_asked.ts";
import { startHoldingProxy } from "../../testkit/holding_proxy.ts";
import { withDatabase } from "../../testkit/postgres_database.ts";
import { startPostgres } from "../../testkit/postgres_server.ts";
import { withStore } from "./expect_error.ts";

const server = await startPostgres();

Deno.test("who asks after a revocation is not answered by a read that had begun before it", () =>
  withDatabase(server, async (url, name) => {
    const proxy = startHoldingProxy(server.port);
    const behind = server.url(name, { port: proxy.port, search: "sslmode=disable" });
    try {
      await withStore(url, async (direct) => {
        await direct.migrate();
        await withStore(behind, (store) => assertRevokedIsSeen({ store, direct, proxy }));
      });
    } finally {
      await proxy.close();
    }
  }));
