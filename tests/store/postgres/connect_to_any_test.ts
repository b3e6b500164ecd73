import assert from "node:assert/strict";
import { CLOSED_PORT } from "../../testkit/closed_port.ts";
import { withFakePostgres } from "../../testkit/fake_postgres.ts";
import { databaseServer, execute, withDatabase } from "../../testkit/postgres_database.ts";
import { until } from "../../testkit/until.ts";
import { expectRefusal, withStore } from "./expect_error.ts";
import { withRoles } from "./planted_names.ts";

const server = await databaseServer();

Deno.test("of several servers that are of no use each is named, with what it is", async () => {
  const live = new URL(server.url("postgres"));
  const login = `postgres://${live.username}:${live.password}@`;
  const hosts = `127.0.0.1:${CLOSED_PORT},${live.host}`;
  const search = "target_session_attrs=standby";
  await expectRefusal({
    code: "store_unavailable",
    message: new RegExp(
      `^Cannot connect to the database "postgres://[^@]+@${hosts}/postgres": no server is usable: ` +
        `127.0.0.1:${CLOSED_PORT}: nothing is listening there; ` +
        `${live.host}: it is not a standby, but target_session_attrs=standby$`,
    ),
  }, `${login}${hosts}/postgres?${search}`);
  await expectRefusal({
    code: "store_unavailable",
    message: /postgres": it is not a standby, but target_session_attrs=standby$/,
    hint: /name all servers in the URL/,
  }, server.url("postgres", { search }));
  await withStore(`${login}${hosts}/postgres`, async (store) => {
    assert.equal(store.location, `postgres://${live.username}@${hosts}/postgres`);
    assert.equal((await store.schemaStatus()).isReady, false);
  });
});

Deno.test("a server that refuses the login ends the search", () => {
  const { host, username } = new URL(server.url("postgres"));
  return expectRefusal({
    code: "insufficient_permissions",
    message: /: the password was refused$/,
  }, `postgres://${username}:wrong@${host},127.0.0.1:${CLOSED_PORT}/postgres`);
});

Deno.test("a server that stops when it is asked what it is, is named with its whole words", async () => {
  await withFakePostgres(async (session) => {
    await session.ask(0);
    await session.send("Z", "I");
    await session.receive();
    await session.send("C", "SELECT 0\0");
    await session.send("Z", "I");
    await session.receive();
    await session.send("E", "SFATAL\0", "VFATAL\0", "C57P03\0", "Mshutting down\0\0");
    await session.untilHungUp();
  }, async (port) => {
    const hosts = `127.0.0.1:${port},127.0.0.1:${CLOSED_PORT}`;
    await expectRefusal({
      code: "store_unavailable",
      message: new RegExp(
        `: no server is usable: ` +
          `127.0.0.1:${port}: the server is stopping or starting \\(shutting down\\); ` +
          `127.0.0.1:${CLOSED_PORT}: nothing is listening there$`,
      ),
    }, `postgres://op@${hosts}/any?target_session_attrs=primary`);
  });
});

Deno.test("a server that does not say what it is keeps no connection", () =>
  withDatabase(server, (admin, name) =>
    withRoles(server, name, async (operator) => {
      await execute(admin, "revoke execute on function pg_is_in_recovery() from public");
      await expectRefusal({
        code: "insufficient_permissions",
        message: /permission denied for function pg_is_in_recovery/,
      }, operator.url("target_session_attrs=primary"));
      const sessions = `select from pg_stat_activity where usename = '${operator.name}'`;
      await until(async () => (await execute(admin, sessions)).length === 0);
    })));
