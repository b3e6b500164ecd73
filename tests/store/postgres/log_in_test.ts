import assert from "node:assert/strict";
import { connect } from "node:net";
import type { ConnectionTarget } from "../../../src/store/postgres/connection_target.ts";
import { firstServer } from "./first_server.ts";
import { openConnection } from "../../../src/store/postgres/connection.ts";
import { logIn } from "../../../src/store/postgres/log_in.ts";
import { type FakeSession, headOf, withFakePostgres } from "../../testkit/fake_postgres.ts";
import { askByScram, type FakeScram } from "../../testkit/fake_scram.ts";
import { type Expected, expectError } from "./expect_error.ts";

const PASSWORD = "hunter2 of the tests";
const NO_POSTGRES: Expected = {
  code: "store_unavailable",
  message: /the server there is not PostgreSQL$/,
};

/** What a server does to somebody who connects on this machine, without a word on TLS, and what is said of it. */
const HOSTILE: readonly (readonly [string, (session: FakeSession) => Promise<void>, RegExp])[] = [
  ["asks for the password in clear text", ({ ask }) => ask(3), /password in clear text$/],
  ["offers no SCRAM-SHA-256", ({ ask }) => ask(10, "SCRAM-SHA-1\0\0"), /does not offer/],
  ["offers nothing", ({ ask }) => ask(10), /does not offer SCRAM-SHA-256$/],
  ["asks by GSSAPI", ({ ask }) => ask(7), /a login of kind 7$/],
  ["continues what was not begun", ({ ask }) => ask(11, "r=,s=,i=2000000000"), /of kind 11$/],
  ["asks for nothing that can be read", ({ send }) => send("R", "\0"), NO_POSTGRES.message],
  [
    "sends a message of no length",
    ({ sendBytes }) => sendBytes(headOf("R", 0)),
    NO_POSTGRES.message,
  ],
  [
    "sends one of 4 GiB",
    ({ sendBytes }) => sendBytes(headOf("N", 0xffff_ffff)),
    NO_POSTGRES.message,
  ],
  ["sends one of 65 KiB", ({ sendBytes }) => sendBytes(headOf("E", 66_560)), NO_POSTGRES.message],
  [
    "notices without end",
    ({ send }) => forever(() => send("N", "SNOTICE\0\0")),
    NO_POSTGRES.message,
  ],
  ["says ready at once", ({ send }) => send("Z", "I"), NO_POSTGRES.message],
  ["says parameters without end", async ({ ask, send }) => {
    await ask(0);
    await forever(() => send("S", "name\0value\0"));
  }, NO_POSTGRES.message],
  ["sends rows that nobody asked for", async ({ ask, send }) => {
    await ask(0);
    await send("T", "\0\u0001abc");
  }, NO_POSTGRES.message],
];

for (const [what, behave, message] of HOSTILE) {
  Deno.test(`a server that ${what} is left, and learns no password`, () =>
    expectSecretKept(behave, { code: "store_unavailable", message }));
}

/** What a server answers that was asked to prove by SCRAM that it knows the password. */
const IMPOSTORS: readonly (readonly [string, (session: FakeSession) => Promise<void>, RegExp])[] = [
  ["lets in at once", async ({ ask, receive }) => {
    await ask(10, "SCRAM-SHA-256\0\0");
    await receive();
    await ask(0);
  }, /it did not complete SCRAM$/],
  ["asks for clear text after all", async ({ ask, receive }) => {
    await ask(10, "SCRAM-SHA-256\0\0");
    await receive();
    await ask(3);
  }, /it did not complete SCRAM$/],
  ["makes a proof up", (session) => askByScram(session, {}), /does not know the password$/],
  [
    "gives an empty proof",
    (session) => withProof(session, 12, "v="),
    /does not know the password$/,
  ],
  ["gives an error for one", (session) => withProof(session, 12, "e=no"), /not know the password$/],
  ["gives none", (session) => withProof(session, 0), /it did not complete SCRAM$/],
  [
    "asks for MD5 instead",
    (session) => withProof(session, 5, "salt"),
    /did not complete SCRAM$/,
  ],
  ["proves it, and asks again", async (session) => {
    await askByScram(session, { password: PASSWORD });
    await session.ask(3);
  }, NO_POSTGRES.message],
];

for (const [what, behave, message] of IMPOSTORS) {
  Deno.test(`a server of SCRAM that ${what} is not believed`, () =>
    expectSecretKept(behave, { code: "store_unavailable", message }));
}

const SALT = btoa("0123456789abcdef");
const AMISS = /its SCRAM message does not follow RFC 5802$/;
const TOO_MUCH = /iterations of SCRAM, not for 4096 to 1000000$/;

const CHALLENGES: readonly (readonly [string, (nonce: string) => string, RegExp])[] = [
  ["2,000,000,000 iterations", (nonce) => `r=${nonce}x,s=${SALT},i=2000000000`, TOO_MUCH],
  ["1,000,001 iterations", (nonce) => `r=${nonce}x,s=${SALT},i=1000001`, TOO_MUCH],
  ["4095 iterations", (nonce) => `r=${nonce}x,s=${SALT},i=4095`, TOO_MUCH],
  ["one iteration", (nonce) => `r=${nonce}x,s=${SALT},i=1`, TOO_MUCH],
  ["no iteration", (nonce) => `r=${nonce}x,s=${SALT},i=0`, AMISS],
  ["iterations below none", (nonce) => `r=${nonce}x,s=${SALT},i=-4096`, AMISS],
  ["10^20 iterations", (nonce) => `r=${nonce}x,s=${SALT},i=1${"0".repeat(20)}`, AMISS],
  ["iterations in hexadecimal", (nonce) => `r=${nonce}x,s=${SALT},i=0x2000`, AMISS],
  ["iterations that are no number", (nonce) => `r=${nonce}x,s=${SALT},i=many`, AMISS],
  ["no word of iterations", (nonce) => `r=${nonce}x,s=${SALT}`, AMISS],
  ["somebody else's nonce", () => `r=somebody,s=${SALT},i=4096`, AMISS],
  ["a nonce that is all ours", (nonce) => `r=${nonce},s=${SALT},i=4096`, AMISS],
  ["a nonce of 8 KiB", (nonce) => `r=${nonce}${"x".repeat(8192)},s=${SALT},i=4096`, /too long$/],
  ["a salt of 8 KiB", (nonce) => `r=${nonce}x,s=${"AAAA".repeat(2731)},i=4096`, /too long$/],
  ["a salt that is no base64", (nonce) => `r=${nonce}x,s=!!!!,i=4096`, AMISS],
  ["no salt", (nonce) => `r=${nonce}x,i=4096`, AMISS],
  ["an extension that must be known", (nonce) => `m=x,r=${nonce}x,s=${SALT},i=4096`, AMISS],
  ["nothing", () => "", AMISS],
];

for (const [what, challenge, message] of CHALLENGES) {
  Deno.test(`a challenge of SCRAM with ${what} is not worked on`, () =>
    expectSecretKept(
      (session) => askByScram(session, { challenge }),
      { code: "store_unavailable", message },
    ));
}

Deno.test("a server that stops in the middle of SCRAM is given up", () =>
  expectSecretKept(
    async ({ ask, receive }) => {
      await ask(10, "SCRAM-SHA-256\0\0");
      await receive();
    },
    { code: "store_unavailable", message: /there was no answer after 1 s$/ },
    "connect_timeout=1",
  ));

Deno.test("the most iterations are worked on beside everything else", async () => {
  let turns = 0;
  const meanwhile: FakeScram["meanwhile"] = async (isAnswered) => {
    for (; !isAnswered(); turns++) await new Promise((resolve) => setTimeout(resolve));
  };
  await expectLetIn((session) =>
    askByScram(session, { password: PASSWORD, iterations: 1_000_000, meanwhile })
  );
  // In one piece, the work would leave no turn to anybody.
  assert.ok(turns > 20, `${turns} turns`);
});

Deno.test("another machine is believed for what it proves of the password, and for nothing less", async () => {
  const remote = firstServer(`postgres://op:${encodeURIComponent(PASSWORD)}@db.example/any`);
  const nobodys = { ...remote, password: null };
  const disabled = { ...remote, tls: { kind: "never" } } as const;
  const letIn = ({ ask }: FakeSession) => ask(0);
  const byMd5 = async ({ ask, receive }: FakeSession) => {
    await ask(5, "salt");
    await receive();
    await ask(0);
  };
  const byScram = async (session: FakeSession) => {
    await askByScram(session, { password: PASSWORD });
    await session.ask(0);
  };
  for (const target of [remote, disabled]) {
    await expectLogIn(target, byScram);
    await expectNoLogIn(target, letIn, /asks for no password and proves nothing$/);
    await expectNoLogIn(target, byMd5, /the password as MD5, and proves nothing$/);
    await expectNoLogIn(target, ({ ask }) => ask(3), /password in clear text$/);
  }
  await expectLogIn(nobodys, letIn);
  await expectNoLogIn(nobodys, byMd5, /the password as MD5, and proves nothing$/);
});

async function expectLogIn(
  target: ConnectionTarget,
  behave: (session: FakeSession) => Promise<void>,
): Promise<void> {
  await withFakePostgres(async (session) => {
    await behave(session);
    await session.send("Z", "I");
  }, (port) => logInAt(port, target));
}

async function expectNoLogIn(
  target: ConnectionTarget,
  behave: (session: FakeSession) => Promise<void>,
  message: RegExp,
): Promise<void> {
  const sent = await withFakePostgres(
    behave,
    (port) => expectError({ code: "store_unavailable", message }, logInAt(port, target)),
  );
  for (const bytes of sent) assert.equal(bytes.includes("md5") || bytes.includes(PASSWORD), false);
}

/** Logs in here as if it were at the target. */
async function logInAt(port: number, target: ConnectionTarget): Promise<void> {
  const socket = connect({ host: "127.0.0.1", port });
  try {
    await logIn({ socket, authorities: null, isShared: false }, target);
  } finally {
    socket.destroy();
  }
}

async function expectSecretKept(
  behave: (session: FakeSession) => Promise<void>,
  expected: Expected,
  search = "",
): Promise<void> {
  const sent = await withFakePostgres(
    behave,
    (port) => expectError(expected, openConnection(targetAt(port, search))),
  );
  assert.equal(sent.length, 1);
  assert.equal(sent[0]!.includes(PASSWORD), false);
}

/** The connection stands after what the server asks first. */
async function expectLetIn(behave: (session: FakeSession) => Promise<void>): Promise<void> {
  const sent = await withFakePostgres(async (session) => {
    await behave(session);
    await session.ask(0);
    await session.send("S", "server_version\0", "15\0");
    await session.send("K", 1, 2);
    await session.send("Z", "I");
    assert.match(
      (await session.receive()).toString(),
      /select pg_catalog\.pg_backend_pid\(\) as process\0$/,
    );
    await session.send("C", "SELECT 1\0");
    await session.send("Z", "I");
  }, async (port) => (await openConnection(targetAt(port, "connect_timeout=600"))).close());
  assert.equal(sent.length, 1);
  assert.equal(sent[0]!.includes(PASSWORD), false);
}

async function withProof(session: FakeSession, kind: number, proof = ""): Promise<void> {
  const replaced = {
    ...session,
    ask: (asked: number, data = "") => {
      return asked === 12 ? session.ask(kind, proof) : session.ask(asked, data);
    },
  };
  await askByScram(replaced as FakeSession, { password: PASSWORD });
  await session.ask(0);
}

function targetAt(port: number, search = ""): ConnectionTarget {
  const login = `op:${encodeURIComponent(PASSWORD)}`;
  return firstServer(`postgres://${login}@127.0.0.1:${port}/any?${search}`);
}

/** Until the other side has hung up. */
async function forever(send: () => Promise<void>): Promise<void> {
  for (let round = 0; round < 1_000_000; round++) await send();
  assert.fail("nobody hung up");
}
