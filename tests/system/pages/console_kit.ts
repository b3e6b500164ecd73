import { PAGES } from "../../../src/http/server/pages.ts";
import { ROUTES } from "../../../src/http/routes.ts";
import { createApp } from "../../../src/http/server/server_app.ts";
import { localOperations } from "../../../src/operations/local.ts";
import type { LocalParts } from "../../../src/operations/parts.ts";
import { openPostgres } from "../../../src/store/postgres/open_postgres.ts";
import { makeToken, serverParts, type TokenWish } from "../../http/api_kit.ts";
import { listenWith } from "../../http/listening_app.ts";
import { localParts } from "../../operations/kit.ts";
import { soundOperations } from "../../operations/sound_operations.ts";
import { createDatabase, execute } from "../../testkit/postgres_database.ts";
import { startPostgres } from "../../testkit/postgres_server.ts";
import { builtPage } from "./built_page.ts";

/** A server with the console, on a Postgres of its own. */
export type ConsoleKit = Awaited<ReturnType<typeof startConsole>>;

/** Starts both. */
export async function startConsole() {
  const postgres = await startPostgres();
  const url = postgres.url(await createDatabase(postgres));
  const store = await openPostgres({ kind: "postgres", url, schema: null, requirePrimary: false });
  await store.migrate();
  const parts = localParts(store);
  const operations = soundOperations(localOperations(parts));
  const server = await serveConsole(parts);
  return {
    url: server.url,
    operations,
    postgres,
    newToken: (wish: TokenWish) => makeToken({ operations }, wish),
    sql: (statement: string) => execute(url, statement),
    close: async () => {
      await server.stop();
      await store.close();
      await postgres.close();
    },
  };
}

/** Starts a server with the console over the parts of local operations. */
export async function serveConsole(parts: LocalParts) {
  const html = await builtPage(PAGES.console);
  const readPage = () => Promise.resolve(html);
  return await listenWith(createApp({ ...serverParts(parts, []), readPage }, ROUTES));
}
