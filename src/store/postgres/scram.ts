import { createHash, createHmac, randomBytes } from "node:crypto";
import { pbkdf2Key } from "../../crypto/key_derivation.ts";
import { decodeBase64 } from "../../formats/base64.ts";

/** The client's side of one login by SCRAM-SHA-256 (RFC 5802, RFC 7677). */
interface ScramClient {
  /** The client-first-message. */
  readonly first: string;
  /** Answers the server-first-message. Throws SyntaxError, which says what is wrong with it. */
  readonly answer: (serverFirst: string) => Promise<ScramAnswer>;
}

/** The client-final-message, and the one server-final-message that proves that the server knows the password. */
interface ScramAnswer {
  readonly final: string;
  readonly serverFinal: string;
}

/** The mechanisms' names, as the server offers them: without and with channel binding. */
export const SCRAM = "SCRAM-SHA-256";
export const SCRAM_PLUS = "SCRAM-SHA-256-PLUS";

/** How a login is bound to its connection: the header of RFC 5802, section 6, and the data that it stands for. */
export interface Binding {
  readonly header: string;
  readonly data: Uint8Array;
}

/** The client binds nothing. */
export const UNBOUND: Binding = { header: "n,,", data: new Uint8Array() };

/** The client would, but the server does not offer it: a server that does finds out that somebody took the offer away. */
export const NOT_OFFERED: Binding = { header: "y,,", data: new Uint8Array() };

/** Bound to the server's certificate, by its digest (RFC 5929, section 4). */
export function boundTo(endPoint: Uint8Array): Binding {
  return { header: "p=tls-server-end-point,,", data: endPoint };
}

/** RFC 7677, section 4: with fewer, an impostor of the server could try passwords fast. */
const MIN_ITERATIONS = 4096;
/** About a second of one core. PostgreSQL's own default is 4096; OWASP advises 600,000. */
const MAX_ITERATIONS = 1_000_000;
const MAX_SALT_LENGTH = 128;
const MAX_NONCE_LENGTH = 256;
const DIGEST_LENGTH = 32;

const SERVER_FIRST = /^r=([\x21-\x2b\x2d-\x7e]+),s=([^,]+),i=([1-9]\d{0,9})$/;

/** Begins a login. The server knows the user's name already, and ignores the one in SCRAM. */
export function scramClient(password: string, binding: Binding): ScramClient {
  const nonce = randomBytes(18).toString("base64");
  const firstBare = `n=,r=${nonce}`;
  const answer = async (serverFirst: string) => {
    const { salt, iterations, fullNonce } = readServerFirst(serverFirst, nonce);
    const utf8 = new TextEncoder().encode(password);
    const salted = await pbkdf2Key(utf8, { salt, iterations, digest: "sha256" }, DIGEST_LENGTH)
      .finally(() => utf8.fill(0));
    const withoutProof = `c=${encoded(binding)},r=${fullNonce}`;
    const proofs = prove(salted, `${firstBare},${serverFirst},${withoutProof}`);
    return { final: `${withoutProof},p=${proofs.client}`, serverFinal: `v=${proofs.server}` };
  };
  return { first: binding.header + firstBare, answer };
}

function encoded({ header, data }: Binding): string {
  return Uint8Array.of(...new TextEncoder().encode(header), ...data).toBase64();
}

function readServerFirst(message: string, nonce: string) {
  const [, fullNonce = "", saltText = "", count] = SERVER_FIRST.exec(message) ?? [];
  const salt = decodeBase64(saltText);
  const iterations = Number(count);
  const isOurs = fullNonce.startsWith(nonce) && fullNonce.length > nonce.length;
  if (!isOurs || salt === undefined) {
    throw new SyntaxError("its SCRAM message does not follow RFC 5802");
  }
  if (fullNonce.length > MAX_NONCE_LENGTH) throw new SyntaxError("its SCRAM nonce is too long");
  if (salt.length > MAX_SALT_LENGTH) throw new SyntaxError("its SCRAM salt is too long");
  if (iterations >= MIN_ITERATIONS && iterations <= MAX_ITERATIONS) {
    return { salt, iterations, fullNonce };
  }
  throw new SyntaxError(
    `it asks for ${iterations} iterations of SCRAM, not for ${MIN_ITERATIONS} to ${MAX_ITERATIONS}`,
  );
}

/** Both sides' proofs in base64 (RFC 5802, section 3). */
function prove(saltedPassword: Uint8Array, authMessage: string) {
  const clientKey = hmac(saltedPassword, "Client Key");
  const clientSignature = hmac(createHash("sha256").update(clientKey).digest(), authMessage);
  const server = hmac(hmac(saltedPassword, "Server Key"), authMessage);
  saltedPassword.fill(0);
  const client = clientKey.map((byte, at) => byte ^ clientSignature[at]!);
  return { client: client.toBase64(), server: server.toBase64() };
}

function hmac(key: Uint8Array, text: string): Uint8Array {
  return new Uint8Array(createHmac("sha256", key).update(text).digest());
}
