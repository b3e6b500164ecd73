import { fileURLToPath } from "node:url";
import { databaseServer, execute, withDatabase } from "../../testkit/postgres_database.ts";
import { quoted } from "../../testkit/shell.ts";
import { withRoles } from "../../store/postgres/planted_names.ts";
import { withStore } from "../../store/postgres/expect_error.ts";
import { toolUnderTest } from "../../testkit/tool.ts";
import { runTranscript } from "../../testkit/transcript.ts";
import { inDatabase, readTranscript, storeTranscripts } from "../../cli/store_transcripts.ts";

const SCRIPTS = fileURLToPath(new URL("./postgres_scripts/", import.meta.url));
const tool = await toolUnderTest();

// The offline build has no network, and tests/scripts/stores_offline.txt shows that it says so.
if (tool.kind !== "cloacina-offline") {
  const server = await databaseServer();

  for (const transcript of storeTranscripts()) {
    Deno.test(`${transcript.name} in Postgres, against ${tool.kind}`, () =>
      withDatabase(server, (url) => runTranscript(inDatabase(transcript, url), tool)));
  }

  Deno.test(`an operator gets from nothing to signed, stored and verified, against ${tool.kind}`, () =>
    withDatabase(server, (url) => run("operator.txt", { DATABASE_URL: url })));

  Deno.test(`a password comes from where libpq has it from, against ${tool.kind}`, () =>
    withDatabase(server, async (url) => {
      const { hostname, port, username, pathname, password } = new URL(url);
      const database = pathname.slice(1);
      await run("passwords.txt", {
        DATABASE_URL: `postgres://${username}@${hostname}:${port}${pathname}`,
        CLOACINA_PASSWORD: decodeURIComponent(password),
        CLOACINA_SERVICE: `host=${hostname}\nport=${port}\nuser=${username}\ndbname=${database}`,
      });
    }));

  Deno.test(`what is stored in the schema of a tenant is warned of, against ${tool.kind}`, () =>
    withDatabase(server, async (url, name) => {
      await execute(url, "create schema tenant_x; create schema apart");
      await withDatabase(server, async (alone) => {
        await execute(alone, "create schema tenant_x");
        const search = "search_path=tenant_x";
        await run("tenants.txt", {
          DATABASE_URL: url,
          CLOACINA_ALONE: alone,
          CLOACINA_SEARCH: server.url(name, { search }),
        });
      });
    }));

  Deno.test(`a database of before says what it lacks, and whom a migration leaves without a grant, against ${tool.kind}`, () =>
    withDatabase(server, (url, name) =>
      withRoles(server, name, async (reader) => {
        await withStore(url, async (store) => void await store.migrate());
        await execute(
          url,
          `drop table cloacina_statements, cloacina_minimum_versions;
            grant select on all tables in schema public to ${reader.name};
            revoke select on cloacina_api_tokens from ${reader.name}`,
        );
        const variables = { CLOACINA_READER: reader.url(), ROLE: reader.name };
        await run("upgrade.txt", { DATABASE_URL: url, ...variables });
      })));

  Deno.test(`a database that will not do is told apart, against ${tool.kind}`, () =>
    withDatabase(server, async (url, name) => {
      const reader = { user: `reader_${name}`, password: "hunter2" };
      await execute(url, `create role ${reader.user} login password '${reader.password}'`);
      await withDatabase(server, async (foreign) => {
        await execute(foreign, "create table signing_keys (id serial, fee numeric)");
        await withDatabase(server, async (engine) => {
          const record = "insert into __diesel_schema_migrations values ('001')";
          await execute(
            engine,
            `create table __diesel_schema_migrations (version text); ${record}`,
          );
          await withDatabase(server, async (broken) => {
            await withStore(broken, async (store) => void await store.migrate());
            await execute(broken, "drop table __diesel_schema_migrations");
            await run("databases.txt", {
              DATABASE_URL: url,
              CLOACINA_READER: server.url(name, reader),
              CLOACINA_WRONG: server.url(name, { password: "wrong" }),
              CLOACINA_GONE: server.url("gone"),
              CLOACINA_CLOSED: server.url(name, { port: 1 }),
              CLOACINA_FOREIGN: foreign,
              CLOACINA_ENGINE: engine,
              CLOACINA_BROKEN: broken,
            });
          });
        });
      });
      await execute(url, `drop role ${reader.user}`);
    }));
}

/** Runs a transcript of this folder, with variables more in its file `env`. */
async function run(name: string, variables: Readonly<Record<string, string>>): Promise<void> {
  const transcript = readTranscript(`${SCRIPTS}${name}`);
  const lines = Object.entries(variables).map(([key, value]) => `export ${key}=${quoted(value)}\n`);
  const env = [transcript.files.get("env"), ...lines].join("");
  await runTranscript({ ...transcript, files: new Map([...transcript.files, ["env", env]]) }, tool);
}
