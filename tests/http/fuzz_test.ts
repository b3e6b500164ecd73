import { ROUTES } from "../../src/http/routes.ts";
import { openParts } from "../contracts/operations/opened_parts.ts";
import { openPostgres } from "../../src/store/postgres/open_postgres.ts";
import { databaseServer, withDatabase } from "../testkit/postgres_database.ts";
import { createApi, withApi } from "./api_kit.ts";
import { fuzzRoute } from "./fuzz_route.ts";

const server = await databaseServer();

for (const route of ROUTES) {
  const name = `${route.method} ${route.path}`;

  Deno.test(`whatever comes, ${name} answers as documented and blames itself for nothing`, () =>
    withApi((api) => fuzzRoute(api, route, 100)));

  Deno.test(`whatever comes, ${name} does so on Postgres`, () =>
    withDatabase(server, async (url) => {
      const openStore = () => openPostgres({ kind: "postgres", url, schema: null });
      const { parts, close } = await openParts(openStore);
      await fuzzRoute(createApi(parts), route, 100).finally(close);
    }));
}
