import { openPostgres } from "../../../src/store/postgres/open_postgres.ts";
import { storeContract } from "../../contracts/store_contract.ts";
import {
  createDatabase,
  databaseServer,
  dropDatabase,
  execute,
} from "../../testkit/postgres_database.ts";
import { TABLE_NAMES } from "../../contracts/store/table_names.ts";

const server = await databaseServer();
const name = await createDatabase(server);
const url = server.url(name);

const openAgain = () => openPostgres({ kind: "postgres", url, schema: null });

storeContract("postgres", async () => {
  const store = await openAgain();
  await store.migrate();
  await execute(url, `truncate ${TABLE_NAMES.join(", ")}`);
  return { store, openAgain, close: store.close };
}, { schema: "public" });

Deno.test.afterAll(() => dropDatabase(server, name));
