import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { openConnection } from "../../../src/store/postgres/connection.ts";
import { firstServer } from "./first_server.ts";
import {
  type FakeSession,
  headOf,
  messageOf,
  withFakePostgres,
} from "../../testkit/fake_postgres.ts";
import { databaseServer } from "../../testkit/postgres_database.ts";
import { expectError } from "./expect_error.ts";

const server = await databaseServer();

/** A column named "answer" of the type text. */
const COLUMN = Buffer.from("answer\0\0\0\0\0\0\0\0\0\0\x19\xff\xff\xff\xff\xff\xff\0\0", "latin1");
const ONE = Buffer.from([0, 1]);

/** Two rows of it, and what stands around them. */
const ANSWER = Buffer.concat([
  messageOf("N", "SNOTICE\0\0"),
  messageOf("T", ONE, COLUMN),
  messageOf("D", ONE, 3, "yes"),
  messageOf("D", ONE, 0xffff_ffff),
  messageOf("S", "name\0", "value\0"),
  messageOf("C", "SELECT 2\0"),
  messageOf("Z", "I"),
]);

/** What a server may say instead of an answer; the driver would fall silent, fail, or end the process. */
const AMISS: readonly (readonly [string, (session: FakeSession) => Promise<void>])[] = [
  ["asks for the password once more", ({ ask }) => ask(3)],
  ["asks for SCRAM once more", ({ ask }) => ask(11, "r=x,s=AAAA,i=2000000000")],
  ["asks for nothing that can be read", ({ send }) => send("R")],
  ["suspends a portal that nobody opened", ({ send }) => send("s")],
  ["closes what nobody closed", ({ send }) => send("3")],
  ["wants to be copied to", ({ send }) => send("G", "\0\0\0")],
  ["copies", ({ send }) => send("H", "\0\0\0")],
  ["copies both ways", ({ send }) => send("W", "\0\0\0")],
  ["sends what is copied", ({ send }) => send("d", "bytes")],
  ["gives another key for cancelling", ({ send }) => send("K", 1, 2)],
  ["says what nobody knows", ({ send }) => send("?")],
  ["sends a message shorter than its length", ({ sendBytes }) => sendBytes(headOf("C", 3))],
  ["sends a row of 4 GiB", ({ sendBytes }) => sendBytes(headOf("D", 0xffff_ffff))],
  ["sends a row of 17 MiB", ({ sendBytes }) => sendBytes(headOf("D", 17 * 1024 * 1024))],
  ["describes columns in 1 MiB", ({ sendBytes }) => sendBytes(headOf("T", 1024 * 1024))],
  ["describes no number of columns", ({ send }) => send("T", "\0")],
  ["names a column without end", ({ send }) => send("T", ONE, "answer")],
  ["names a column, and says no more of it", ({ send }) => send("T", ONE, "answer\0")],
  ["describes fewer columns than it says", ({ send }) => send("T", Buffer.from([0, 2]), COLUMN)],
  ["describes more columns than it says", ({ send }) => send("T", ONE, COLUMN, COLUMN)],
];

for (const [what, behave] of AMISS) {
  Deno.test(`a server that ${what} is no Postgres`, async () => {
    await withFakePostgres(async (session) => {
      await letIn(session);
      await behave(session);
      await session.untilHungUp();
    }, (port) =>
      expectError({
        code: "store_unavailable",
        message: /^Cannot connect to .*: the server there is not PostgreSQL$/,
      }, openConnection(targetAt(port))));
  });
}

Deno.test("an answer is read in pieces of any size", async () => {
  for (const size of [1, 2, 3, 4, 5, 6, 7, 11, 64, 1000]) {
    await withFakePostgres(async (session) => {
      await letIn(session);
      await session.send("C", "SELECT 1\0");
      await session.send("Z", "I");
      assert.match((await session.receive()).toString(), /select answer\0$/);
      for (let at = 0; at < ANSWER.length; at += size) {
        await session.sendBytes(ANSWER.subarray(at, at + size));
        // So that each comes on its own.
        await new Promise((resolve) => setTimeout(resolve));
      }
    }, async (port) => {
      const connection = await openConnection(targetAt(port));
      const { rows } = await connection.run("select answer");
      assert.deepEqual(rows.map((row) => ({ ...row })), [{ answer: "yes" }, { answer: null }]);
      await connection.close();
    });
  }
});

Deno.test("many rows, long values and notices pass", async () => {
  const connection = await openConnection(firstServer(server.url("postgres")));
  const length = 5_000_000;
  const { rows } = await connection.run(
    "select n, repeat('x', $1) as x from generate_series(1, 2) n",
    [
      length,
    ],
  );
  assert.deepEqual(rows.map(({ n, x }) => [n, String(x).length]), [[1, length], [2, length]]);
  const { count } = await connection.run("select n from generate_series(1, 50000) n");
  assert.equal(count, 50000);
  await connection.run("do $$ begin raise notice 'noticed'; end $$");
  await connection.run("set application_name = 'other'");
  await connection.close();
});

Deno.test("the error with which a server ends the connection is read in pieces of any size", async () => {
  const last = messageOf("E", "SFATAL\0", "VFATAL\0", "C57P05\0", "Mtoo long idle\0\0");
  for (const size of [1, 5, 6, 1000]) {
    await withFakePostgres(async (session) => {
      await letIn(session);
      await session.sendBytes(ANSWER);
      await session.receive();
      for (let at = 0; at < last.length; at += size) {
        await session.sendBytes(last.subarray(at, at + size));
        await new Promise((resolve) => setTimeout(resolve));
      }
    }, async (port) => {
      const connection = await openConnection(targetAt(port));
      await expectError({
        code: "store_unavailable",
        message: /: the server ended the connection with 57P05 \(too long idle\)$/,
      }, connection.run("select answer"));
      assert.equal(connection.isOpen(), false);
    });
  }
});

Deno.test("an error of any length that ends only its statement leaves the connection open", async () => {
  const connection = await openConnection(firstServer(server.url("postgres")));
  for (const length of [10, 70_000, 5_000_000]) {
    const raise = `do $$ begin raise exception '%', repeat('x', ${length}); end $$`;
    const message = new RegExp(`the server reported P0001 \\(x{${Math.min(length, 1000)}}`);
    await expectError({ code: "store_unavailable", message }, connection.run(raise));
    const { rows } = await connection.run("select 1 as one");
    assert.deepEqual(rows.map(({ one }) => one), [1]);
  }
  await connection.close();
});

async function letIn(session: FakeSession): Promise<void> {
  await session.ask(0);
  await session.send("Z", "I");
  await session.receive();
}

function targetAt(port: number) {
  return firstServer(`postgres://op@127.0.0.1:${port}/any`);
}
