import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { equalDigests } from "../../crypto/equal_digests.ts";
import { CloacinaError } from "../../errors.ts";
import type { ConnectionTarget } from "./connection_target.ts";
import { connectRefusal, NO_POSTGRES } from "./database_error.ts";
import {
  messageReader,
  passwordMessage,
  saslInitialAnswer,
  type ServerMessage,
  startupMessage,
  withLength,
} from "./messages.ts";
import type { OpenSocket } from "./open_socket.ts";
import { isThisMachine } from "./servers.ts";
import {
  type Binding,
  boundTo,
  NOT_OFFERED,
  SCRAM,
  SCRAM_PLUS,
  scramClient,
  UNBOUND,
} from "./scram.ts";
import { serverEndPoint } from "./channel_binding.ts";
import { toServerError } from "./server_error.ts";
import { requireAuthority } from "./tls.ts";

/** The most bytes that a server may send until it is ready. PostgreSQL sends about 500. */
const LOGIN_LIMIT = 64 * 1024;

/** What the server may ask for first (PostgreSQL, section 55.7, Authentication…). */
const ASKS = { nothing: 0, clear: 3, md5: 5, sasl: 10, saslContinue: 11, saslFinal: 12 } as const;

const PROVE = "with sslmode=verify-full the server proves itself by its certificate, and with " +
  "scram-sha-256 in its pg_hba.conf by the password";

const BIND = "channel binding needs TLS, and scram-sha-256 in the server's pg_hba.conf";

const PROVE_BY_SCRAM =
  "set unix_socket_directories to a directory that not everybody may write, or use " +
  "scram-sha-256 in its pg_hba.conf";

/** A connection during login. */
interface Login extends OpenSocket {
  readonly target: ConnectionTarget;
  readonly next: () => Promise<ServerMessage>;
}

/** Ways in which the password may be sent: in clear text, as MD5, or not at all. SCRAM is always allowed. */
interface LoginMethods {
  readonly clear: boolean;
  readonly md5: boolean;
  readonly none: boolean;
}

/**
 * Logs in, by the methods that are allowed over this connection. Ends where the server is ready for statements: the
 * message that says so is left to be read. Gives the process that serves this connection, by its number, as whoever
 * answers says it; null where it does not. Throws `store_unavailable`, the server's error, what ends the socket.
 */
export async function logIn(
  opened: OpenSocket,
  target: ConnectionTarget,
): Promise<number | null> {
  const { socket } = opened;
  const next = messageReader(socket, target.place, LOGIN_LIMIT);
  const login = { ...opened, target, next };
  socket.write(startupMessage({
    ...{ user: target.user, database: target.database },
    ...{ application_name: target.applicationName, client_encoding: "UTF8" },
  }));
  await authenticate(login);
  const { process, ready } = await readyForQuery(login);
  socket.unshift(ready);
  return process;
}

/**
 * The methods that are allowed over this connection. The password itself leaves the machine by TLS only, and only to a
 * server that its certificate authenticates or `sslmode=require` trusts. Any other machine has to prove that it knows
 * the password, which neither MD5 nor no login at all does; without a password there is nothing to steal or to prove.
 * Behind a socket that anybody could have created, only SCRAM is allowed, and so it is where channel binding is required.
 */
export function loginMethods(
  { endpoint, tls, password, channelBinding }: ConnectionTarget,
  isSharedSocket: boolean,
): LoginMethods {
  if (isSharedSocket || channelBinding === "require") {
    return { clear: false, md5: false, none: false };
  }
  const isTrusted = tls.kind === "always" && tls.proof.kind !== "password";
  if ("path" in endpoint || isTrusted) return { clear: true, md5: true, none: true };
  const isNear = isThisMachine(endpoint);
  return { clear: false, md5: isNear, none: isNear || password === null };
}

async function authenticate(login: Login): Promise<void> {
  const { target, socket, authorities, isShared } = login;
  const may = loginMethods(target, isShared);
  const { asked, data } = await readAuthentication(login);
  if (authorities !== null) requireAuthority(socket, authorities, target.place);
  switch (asked) {
    case ASKS.nothing:
      return requireAllowed(may.none, login, "the server asks for no password and proves nothing");
    case ASKS.clear:
      requireAllowed(may.clear, login, "the server asks for the password in clear text");
      socket.write(passwordMessage(Buffer.from(`${passwordFor(login)}\0`)));
      return await untilLetIn(login);
    case ASKS.md5:
      requireAllowed(may.md5, login, "the server asks for the password as MD5, and proves nothing");
      socket.write(passwordMessage(md5Answer(target.user, passwordFor(login), data)));
      return await untilLetIn(login);
    case ASKS.sasl:
      await logInByScram(login, data);
      return await untilLetIn(login);
    default:
      throw connectRefusal(target.place, `the server asks for a login of kind ${asked}`, {
        hint: "scram-sha-256 in its pg_hba.conf is what is known here",
      });
  }
}

/** libpq does not try an empty password, either. */
function passwordFor({ target }: Login): string {
  if (target.password !== null) return target.password;
  const state = "the server asks for a password, and there is none";
  throw new CloacinaError(
    "insufficient_permissions",
    `Cannot connect to ${target.place}: ${state}`,
    {
      hint:
        "give it in a URL in a file, in PGPASSWORD, or in a password file (~/.pgpass, mode 0600)",
    },
  );
}

function requireAllowed(isAllowed: boolean, { target, isShared }: Login, state: string): void {
  if (isAllowed) return;
  if (target.channelBinding === "require") {
    throw connectRefusal(target.place, `${state}, but channel_binding=require`, { hint: BIND });
  }
  if (!isShared) throw connectRefusal(target.place, state, { hint: PROVE });
  const where = "behind a socket that anybody could have created";
  throw connectRefusal(target.place, `${state}, ${where}`, { hint: PROVE_BY_SCRAM });
}

/** Without the server's proof the login fails, whatever else the server sends. */
async function logInByScram(login: Login, offered: Buffer): Promise<void> {
  const { socket } = login;
  const { mechanism, binding } = await chooseScram(login, offered.toString("latin1").split("\0"));
  const client = scramClient(passwordFor(login), binding);
  socket.write(passwordMessage(saslInitialAnswer(mechanism, client.first)));
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

/** With channel binding where the server offers it over TLS, as libpq does, unless the URL declines it. */
async function chooseScram(
  { socket, target: { place, channelBinding } }: Login,
  offered: readonly string[],
): Promise<{ readonly mechanism: string; readonly binding: Binding }> {
  const endPoint = channelBinding === "disable" ? null : await serverEndPoint(socket);
  if (endPoint !== null && offered.includes(SCRAM_PLUS)) {
    return { mechanism: SCRAM_PLUS, binding: boundTo(endPoint) };
  }
  if (channelBinding === "require") {
    const state = "the login cannot be bound to it, but channel_binding=require";
    throw connectRefusal(place, state, { hint: BIND });
  }
  if (!offered.includes(SCRAM)) throw connectRefusal(place, `the server does not offer ${SCRAM}`);
  return { mechanism: SCRAM, binding: endPoint === null ? UNBOUND : NOT_OFFERED };
}

async function readStep(login: Login, step: number): Promise<string> {
  const { asked, data } = await readAuthentication(login);
  if (asked === step) return data.toString("latin1");
  throw impostor(login, "it did not complete SCRAM");
}

function impostor({ target }: Login, state: string): Error {
  return connectRefusal(target.place, `the server may be an impostor: ${state}`, { hint: PROVE });
}

async function untilLetIn(login: Login): Promise<void> {
  const { asked } = await readAuthentication(login);
  if (asked !== ASKS.nothing) throw connectRefusal(login.target.place, NO_POSTGRES);
}

/** PostgreSQL's md5: the digest of password and user, then that of it and the salt. */
function md5Answer(user: string, password: string, salt: Buffer): Buffer {
  const md5 = (...parts: readonly (string | Buffer)[]) =>
    parts.reduce((hash, part) => hash.update(part), createHash("md5")).digest("hex");
  return Buffer.from(`md5${md5(md5(password, user), salt)}\0`);
}

/** The method that the server asks for, and its data. */
async function readAuthentication(login: Login): Promise<{ asked: number; data: Buffer }> {
  const { type, body } = await nextMessage(login);
  if (type !== "R" || body.length < 4) throw connectRefusal(login.target.place, NO_POSTGRES);
  return { asked: body.readUInt32BE(0), data: body.subarray(4) };
}

/** The server first sends its parameters, and its process with a key by which to cancel statements. */
async function readyForQuery(
  login: Login,
): Promise<{ readonly process: number | null; readonly ready: Uint8Array }> {
  let process: number | null = null;
  for (;;) {
    const { type, body } = await nextMessage(login);
    if (type === "K" && body.length >= 4) process = body.readInt32BE();
    if (type === "Z") {
      return { process, ready: Buffer.concat([Buffer.from(type), withLength(body)]) };
    }
    if (type !== "S" && type !== "K") throw connectRefusal(login.target.place, NO_POSTGRES);
  }
}

/** The next message that is not a notice. Throws the error that the server answers with. */
async function nextMessage({ next }: Login): Promise<ServerMessage> {
  for (;;) {
    const message = await next();
    if (message.type === "E") throw toServerError(message.body);
    if (message.type !== "N") return message;
  }
}
