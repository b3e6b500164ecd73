import { remoteOperations } from "../../src/http/client/client.ts";
import { ROUTES } from "../../src/http/routes.ts";
import { createApp } from "../../src/http/server/server_app.ts";
import { localOperations } from "../../src/operations/local.ts";
import { openPostgres } from "../../src/store/postgres/open_postgres.ts";
import type { OpenedOperations } from "../contracts/operations/opened_operations.ts";
import { DIRECTORY_STORES, openParts } from "../contracts/operations/opened_parts.ts";
import { operationsContract } from "../contracts/operations_contract.ts";
import { MASTER_KEY } from "../operations/kit.ts";
import { soundOperations } from "../operations/sound_operations.ts";
import {
  createDatabase,
  databaseServer,
  dropDatabase,
  execute,
} from "../testkit/postgres_database.ts";
import { makeToken, serverParts } from "./api_kit.ts";
import { listenWith } from "./listening_app.ts";
import { TABLE_NAMES } from "../contracts/store/table_names.ts";

/** A client, and the server that it speaks to over a real socket. */
async function open(openStore: Parameters<typeof openParts>[0]): Promise<OpenedOperations> {
  const { parts, takeEvents, close } = await openParts(openStore);
  const { url, stop } = await listenWith(createApp(serverParts(parts, []), ROUTES));
  const apiKey = await makeToken({ operations: soundOperations(localOperations(parts)) }, {});
  const client = remoteOperations({ url, apiKey, caCert: null });
  takeEvents();
  return {
    operations: soundOperations(client),
    store: parts.store,
    masterKey: MASTER_KEY,
    takeEvents,
    close: async () => {
      client.close();
      await stop();
      await close();
    },
  };
}

const TABLES = TABLE_NAMES.join(", ");

const FEATURES = { privateKeysTravel: false } as const;

for (const [name, openStore] of Object.entries(DIRECTORY_STORES)) {
  operationsContract(`over HTTP, ${name}`, () => open(openStore), FEATURES);
}

// One database for all tests, emptied for each: to make one, and its tables, takes longer than most of them.
const postgres = await databaseServer();
const name = await createDatabase(postgres);
const url = postgres.url(name);
const openEmpty = async () => {
  const store = await openPostgres({ kind: "postgres", url, schema: null });
  await store.migrate();
  await execute(url, `truncate ${TABLES}`);
  return store;
};

operationsContract("over HTTP, postgres", () => open(openEmpty), FEATURES);

Deno.test.afterAll(() => dropDatabase(postgres, name));
