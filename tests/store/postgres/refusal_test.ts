import assert from "node:assert/strict";
import { recordBuilder } from "../../contracts/records.ts";
import { change } from "../../contracts/store/opened_store.ts";
import { CLOSED_PORT } from "../../testkit/closed_port.ts";
import { databaseServer, execute, withDatabase } from "../../testkit/postgres_database.ts";
import { startEngine } from "./engine_migrations.ts";
import { type Expected, expectError, expectRefusal, withStore } from "./expect_error.ts";
import { withMigrated } from "./with_migrated.ts";

const server = await databaseServer();
const make = recordBuilder();

Deno.test("a port on which nobody listens is named", () =>
  expectRefusal({
    code: "store_unavailable",
    message:
      /^Cannot connect to the database "postgres:\/\/\w+@127\.0\.0\.1:\d+\/any": nothing is listening there$/,
    hint: /host and port/,
  }, server.url("any", { port: CLOSED_PORT })));

Deno.test("a host that does not exist cannot be reached", async () => {
  assert.deepEqual(await openElsewhere("postgres://user:pw@nowhere.invalid/any", "--allow-net"), {
    code: "store_unavailable",
    message:
      'Cannot connect to the database "postgres://user@nowhere.invalid:5432/any": the host cannot be reached',
  });
});

Deno.test("a socket that does not exist is named", async () => {
  const url = "postgres://user:pw@%2Fnowhere/any";
  assert.deepEqual(await openElsewhere(url, "--allow-net", "--allow-read", "--allow-write"), {
    code: "store_unavailable",
    message:
      'Cannot connect to the database "postgres://user@/nowhere:5432/any": there is no such socket',
  });
});

Deno.test("a process without the permission to use a network is told so", async () => {
  for (const host of ["127.0.0.1", "localhost", "%2Fnowhere"]) {
    const { code, message } = await openElsewhere(`postgres://user:pw@${host}/any`);
    assert.equal(code, "insufficient_permissions");
    assert.match(message, /: this process may not use that network or socket$/);
  }
});

Deno.test("a server that never answers is given up after connect_timeout", () =>
  withListener(() => Promise.resolve(), (port) =>
    expectRefusal(
      { code: "store_unavailable", message: /there was no answer after 1 s/ },
      `postgres://user:pw@127.0.0.1:${port}/any?connect_timeout=1`,
    )));

Deno.test("a server that stops during the TLS handshake is given up as well", () =>
  withListener(
    async (connection) => {
      await connection.read(new Uint8Array(8));
      await connection.write(new TextEncoder().encode("S"));
    },
    (port) =>
      expectRefusal(
        { code: "store_unavailable", message: /there was no answer after 1 s/ },
        `postgres://user:pw@127.0.0.1:${port}/any?connect_timeout=1`,
      ),
  ));

Deno.test("a server that hangs up is a lost connection", () =>
  withListener((connection) => connection.closeWrite(), (port) =>
    expectRefusal(
      { code: "store_unavailable", message: /the connection was lost/ },
      `postgres://user:pw@127.0.0.1:${port}/any`,
    )));

for (
  const [what, answer] of [["another protocol", "HTTP/1.1 400\r\n"], [
    "plain text before TLS",
    "SE",
  ]]
) {
  Deno.test(`a server that answers with ${what} is no Postgres`, () =>
    withListener(
      async (connection) => {
        await connection.read(new Uint8Array(8));
        await connection.write(new TextEncoder().encode(answer));
      },
      (port) =>
        expectRefusal(
          { code: "store_unavailable", message: /the server there is not PostgreSQL/ },
          `postgres://user:pw@127.0.0.1:${port}/any`,
        ),
    ));
}

Deno.test("a wrong password is refused, and not shown", async () => {
  const password = "correct horse battery";
  const expected: Expected = {
    code: "insufficient_permissions",
    message: /^Cannot connect to the database [^ ]*: the password was refused$/,
    hint: /user and password/,
  };
  await expectRefusal(expected, server.url("postgres", { password }));
  await expectRefusal(
    { code: expected.code, message: /: the server asks for a password, and there is none$/ },
    server.url("postgres", { password: "" }),
  );
  await expectRefusal(expected, server.url("postgres", { user: "nobody_of_this_name" }));
});

Deno.test("a role that may not log in is told so", () =>
  withRole("nologin", (user) =>
    expectRefusal({
      code: "insufficient_permissions",
      message: /the server does not admit this user/,
    }, server.url("postgres", { user }))));

Deno.test("a role that has no connection left is told so", () =>
  withRole("login connection limit 0", (user) =>
    expectRefusal({
      code: "store_unavailable",
      message: /the server has no free connection/,
      hint: /again/,
    }, server.url("postgres", { user }))));

Deno.test("a database that does not exist is named", () =>
  expectRefusal({
    code: "store_unavailable",
    message: /\/nowhere": there is no such database$/,
    hint: /name in the database URL/,
  }, server.url("nowhere")));

Deno.test("a database without the tables says what to run, for reading and for writing", () =>
  withDatabase(server, (url) =>
    withStore(url, async (store) => {
      const expected: Expected = {
        code: "store_unavailable",
        message: /^Cannot access the database [^ ]*: it has no tables for keys$/,
        hint: /`cloacina db migrate`/,
      };
      await expectError(expected, store.signaturesOf(make.packageHash()));
      const key = make.signingKey();
      await expectError(expected, change(store, (writer) => writer.addSigningKey(key)));
    })));

Deno.test("a database that lacks one of the tables names it, and leads to no migration, which is refused", () =>
  withMigrated(server, async (url) => {
    await execute(url, "drop table package_signatures");
    await withStore(url, async (store) => {
      const expected: Expected = {
        code: "store_unavailable",
        message: /^Cannot access the database [^ ]*: its table package_signatures is missing$/,
        hint: /^`cloacina db status` says what differs$/,
      };
      await expectError(expected, store.signaturesOf(make.packageHash()));
      const signature = make.signature();
      await expectError(expected, change(store, (writer) => writer.saveSignatures([signature])));
      await expectError(expected, change(store, (writer) => writer.lock("removals")));
      const { problems } = await store.schemaStatus();
      assert.deepEqual(problems, ["package_signatures is missing"]);
      await expectError(
        { code: "store_corrupt", message: /package_signatures is missing$/ },
        store.migrate(),
      );
    });
  }));

Deno.test("the database of an engine without signing tables leads to no migration either", () =>
  withDatabase(server, async (url) => {
    await startEngine(url, "001");
    await withStore(url, (store) =>
      expectError({
        code: "store_unavailable",
        message: /: its table package_signatures is missing$/,
        hint: /^`cloacina db status` says what differs$/,
      }, store.signaturesOf(make.packageHash())));
  }));

Deno.test("a role without rights on the tables is told which", () =>
  withMigrated(
    server,
    (url, name) =>
      withRole("login", (user) =>
        withStore(server.url(name, { user }), async (store) => {
          const expected: Expected = {
            code: "insufficient_permissions",
            message:
              /this role is not permitted to do that \(permission denied for table signing_keys\)$/,
            hint: /role/,
          };
          await expectError(expected, store.signingKey(make.signingKey().id));
          const add = () => change(store, (writer) => writer.addSigningKey(make.signingKey()));
          await expectError(expected, add());
          await execute(url, `grant select on signing_keys to ${user}`);
          await expectError(expected, add());
          await store.listSigningKeys({ orgId: null, includeRevoked: true }, {
            limit: 1,
            offset: 0,
          });
        }), url),
  ));

Deno.test("a role that may make no tables is told so", () =>
  withDatabase(server, async (url, name) => {
    await execute(url, "revoke create on schema public from public");
    await withRole("login", (user) =>
      withStore(server.url(name, { user }), (store) =>
        expectError({
          code: "insufficient_permissions",
          message: /permission denied for schema public/,
        }, store.migrate())), url);
  }));

Deno.test("a server that takes no changes says so, and can be read", () =>
  withMigrated(server, async (url, name) => {
    await execute(url, `alter database ${name} set default_transaction_read_only = on`);
    await withStore(url, async (store) => {
      await expectError({
        code: "store_unavailable",
        message: /it is read-only$/,
        hint: /primary/,
      }, change(store, (writer) => writer.addSigningKey(make.signingKey())));
      await store.signaturesOf(make.packageHash());
    });
  }));

Deno.test("a statement that waits for a lock is stopped in the end", () =>
  withMigrated(server, (url, name) =>
    withStore(
      server.url(name, { search: "options=-c%20statement_timeout%3D2000" }),
      async (store) => {
        await withStore(url, async (other) => {
          await other.transaction(async (writer) => {
            await writer.lock("signing keys");
            await expectError({
              code: "store_unavailable",
              message: /the statement took too long and was cancelled$/,
              hint: /lock/,
            }, change(store, (writer) => writer.addSigningKey(make.signingKey())));
          });
        });
        const key = make.signingKey();
        await change(store, (writer) => writer.addSigningKey(key));
      },
    )));

Deno.test("transactions that wait for each other end, one of them with advice", () =>
  withMigrated(server, (url) =>
    withStore(url, async (store) => {
      const keys = [make.trustedKey(), make.trustedKey()] as const;
      const steps = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
      const crosswise = (first: 0 | 1, second: 0 | 1) =>
        store.transaction(async (writer) => {
          await writer.saveTrustedKey(keys[first]);
          steps[first].resolve();
          await steps[second].promise;
          await writer.saveTrustedKey(keys[second]);
        });
      const outcomes = await Promise.allSettled([crosswise(0, 1), crosswise(1, 0)]);
      const failed = outcomes.filter((outcome) => outcome.status === "rejected");
      await expectError(
        { code: "store_unavailable", message: /another process has locked it/, hint: /again/ },
        Promise.reject(failed[0]?.reason),
      );
      for (const { fingerprint, orgId } of keys) {
        await store.trustedKeysOf([orgId], [fingerprint]);
      }
    })));

Deno.test("a setting that the server does not know is the URL's fault", () =>
  withMigrated(
    server,
    (_, name) =>
      withStore(server.url(name, { search: "options=-c%20no_such%3D1" }), (store) =>
        expectError({
          code: "invalid_request",
          message: /the server does not accept a setting in its URL \(.*no_such/,
        }, store.schemaStatus())),
  ));

/** Runs work with a role of its own that has the tests' password, and whose rights are in one database at most. */
async function withRole(
  options: string,
  work: (user: string) => Promise<void>,
  url = server.url("postgres"),
): Promise<void> {
  const user = `role_${crypto.randomUUID().replaceAll("-", "")}`;
  const { password } = new URL(server.url("postgres"));
  const quoted = `'${decodeURIComponent(password).replaceAll("'", "''")}'`;
  await execute(server.url("postgres"), `create role ${user} ${options} password ${quoted}`);
  try {
    await work(user);
  } finally {
    await execute(url, `drop owned by ${user}; drop role ${user}`);
  }
}

/** What becomes of opening in a process with no more permissions than these. */
async function openElsewhere(url: string, ...permissions: readonly string[]) {
  const script = new URL("open_process.ts", import.meta.url).pathname;
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--ignore-env", ...permissions, script, url],
    stderr: "inherit",
  }).output();
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** Runs work with a port where each connection is answered so. */
async function withListener(
  answer: (connection: Deno.TcpConn) => Promise<unknown>,
  work: (port: number) => Promise<void>,
): Promise<void> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serving = (async () => {
    for await (const connection of listener) {
      await answer(connection);
      // Until the other side hangs up.
      await connection.readable.pipeTo(new WritableStream()).catch(() => {});
    }
  })();
  try {
    await work(listener.addr.port);
  } finally {
    listener.close();
    await serving;
  }
}
