import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import postgres from "postgres";
import { equalDigests } from "../../crypto/equal_digests.ts";
import {
  passwordMessage,
  saslInitialAnswer,
  startupMessage,
  withLength,
} from "./client_messages.ts";
import { connectRefusal, NO_POSTGRES } from "./connect_refusal.ts";
import type { ConnectionTarget } from "./connection_target.ts";
import { loginMethods } from "./login_methods.ts";
import type { OpenSocket } from "./open_socket.ts";
import { requireAuthority } from "./require_authority.ts";
import { messageReader, type ServerMessage } from "./message_reader.ts";
import { SCRAM, scramClient } from "./scram.ts";

/** All that a server may say until it is ready. PostgreSQL says about 500 bytes. */
const LOGIN_LIMIT = 64 * 1024;

/** What the server may ask for first (PostgreSQL, section 55.7, Authentication…). */
const ASKS = { nothing: 0, clear: 3, md5: 5, sasl: 10, saslContinue: 11, saslFinal: 12 } as const;

const PROVE = "sslmode=verify-full has the server prove itself by its certificate, and " +
  "scram-sha-256 in its pg_hba.conf by the password";

const PROVE_BY_SCRAM = "have unix_socket_directories be one that not everybody may write, or " +
  "scram-sha-256 in its pg_hba.conf";

/** A connection in the making. */
interface Login extends OpenSocket {
  readonly target: ConnectionTarget;
  readonly next: () => Promise<ServerMessage>;
}

/**
 * Introduces us, and answers what the server asks, within what may be answered over this connection. The driver would
 * answer anything, and compute for as long as the server says. Ends where the server is ready for statements: the
 * message that says so is left to be read. Throws `store_unavailable`, the server's error, what ends the socket.
 */
export async function logIn(
  opened: OpenSocket,
  target: ConnectionTarget,
): Promise<void> {
  const { socket } = opened;
  const next = messageReader(socket, target.label, LOGIN_LIMIT);
  const login = { ...opened, target, next };
  socket.write(startupMessage({
    ...{ user: target.user, database: target.database },
    ...{ application_name: target.applicationName, client_encoding: "UTF8" },
  }));
  await authenticate(login);
  socket.unshift(await readyForQuery(login));
}

async function authenticate(login: Login): Promise<void> {
  const { target, socket, authorities, isShared } = login;
  const may = loginMethods(target, isShared);
  const password = target.password ?? "";
  const { asked, data } = await readAuthentication(login);
  if (authorities !== null) requireAuthority(socket, authorities, target.label);
  switch (asked) {
    case ASKS.nothing:
      return require(may.none, login, "the server lets anybody in, and proves nothing");
    case ASKS.clear:
      require(may.clear, login, "the server asks for the password in clear text");
      socket.write(passwordMessage(Buffer.from(`${password}\0`)));
      return await untilLetIn(login);
    case ASKS.md5:
      require(may.md5, login, "the server asks for the password as MD5, and proves nothing");
      socket.write(passwordMessage(md5Answer(target.user, password, data)));
      return await untilLetIn(login);
    case ASKS.sasl:
      await logInByScram(login, data);
      return await untilLetIn(login);
    default:
      throw connectRefusal(target.label, `the server asks for a login of kind ${asked}`, {
        hint: "scram-sha-256 in its pg_hba.conf is what is known here",
      });
  }
}

function require(isAllowed: boolean, { target, isShared }: Login, state: string): void {
  if (isAllowed) return;
  if (!isShared) throw connectRefusal(target.label, state, { hint: PROVE });
  const where = "behind a socket that anybody could have put there";
  throw connectRefusal(target.label, `${state}, ${where}`, { hint: PROVE_BY_SCRAM });
}

/** Without the server's proof nothing is believed, whatever it says instead. */
async function logInByScram(login: Login, offered: Buffer): Promise<void> {
  const { socket, target } = login;
  if (!offered.toString("latin1").split("\0").includes(SCRAM)) {
    throw connectRefusal(target.label, `the server does not offer ${SCRAM}`);
  }
  const client = scramClient(target.password ?? "");
  socket.write(passwordMessage(saslInitialAnswer(SCRAM, client.first)));
  const challenge = await readStep(login, ASKS.saslContinue);
  const answer = await client.answer(challenge).catch((error: unknown) => {
    throw error instanceof SyntaxError ? impostor(login, error.message) : error;
  });
  socket.write(passwordMessage(Buffer.from(answer.final)));
  const proof = await readStep(login, ASKS.saslFinal);
  if (!equalDigests(proof, answer.serverFinal)) {
    throw impostor(login, "it does not know the password");
  }
}

async function readStep(login: Login, step: number): Promise<string> {
  const { asked, data } = await readAuthentication(login);
  if (asked === step) return data.toString("latin1");
  throw impostor(login, "it does not go through with SCRAM");
}

function impostor({ target }: Login, state: string): Error {
  return connectRefusal(target.label, `the server may be an impostor: ${state}`, { hint: PROVE });
}

async function untilLetIn(login: Login): Promise<void> {
  const { asked } = await readAuthentication(login);
  if (asked !== ASKS.nothing) throw connectRefusal(login.target.label, NO_POSTGRES);
}

/** PostgreSQL's md5: the digest of password and user, then that of it and the salt. */
function md5Answer(user: string, password: string, salt: Buffer): Buffer {
  const md5 = (...parts: readonly (string | Buffer)[]) =>
    parts.reduce((hash, part) => hash.update(part), createHash("md5")).digest("hex");
  return Buffer.from(`md5${md5(md5(password, user), salt)}\0`);
}

/** What the server asks for, and the data of that. */
async function readAuthentication(login: Login): Promise<{ asked: number; data: Buffer }> {
  const { type, body } = await nextMessage(login);
  if (type !== "R" || body.length < 4) throw connectRefusal(login.target.label, NO_POSTGRES);
  return { asked: body.readUInt32BE(0), data: body.subarray(4) };
}

/** The server says its parameters and a key for cancelling first, which nobody here needs. */
async function readyForQuery(login: Login): Promise<Uint8Array> {
  for (;;) {
    const { type, body } = await nextMessage(login);
    if (type === "Z") return Buffer.concat([Buffer.from(type), withLength(body)]);
    if (type !== "S" && type !== "K") throw connectRefusal(login.target.label, NO_POSTGRES);
  }
}

/** The next message that is no notice. Throws the error that the server answers with. */
async function nextMessage({ next }: Login): Promise<ServerMessage> {
  for (;;) {
    const message = await next();
    if (message.type === "E") throw toServerError(message.body);
    if (message.type !== "N") return message;
  }
}

/** The fields that a person is told of (PostgreSQL, section 55.8), as the driver has them. */
function toServerError(body: Buffer): Error {
  const fields = new Map(body.toString().split("\0").map((field) => [field[0], field.slice(1)]));
  const [code, message] = [fields.get("C") ?? "", fields.get("M") ?? ""];
  const severity = fields.get("V") ?? fields.get("S") ?? "";
  const make = postgres.PostgresError as unknown as new (fields: object) => Error;
  return new make({ code, message, severity });
}
