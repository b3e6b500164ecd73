import { Buffer } from "node:buffer";
import { createHmac, pbkdf2 } from "node:crypto";
import { promisify } from "node:util";
import type { FakeSession } from "./fake_postgres.ts";

/** What the server knows and does; what is left out is as it should be. */
export interface FakeScram {
  /** Undefined for a server that knows none: it makes its proof up. */
  readonly password?: string;
  readonly iterations?: number;
  /** The server-first-message, of the client's nonce. */
  readonly challenge?: (clientNonce: string) => string;
  /** Runs when the challenge was sent, until the client answers it. */
  readonly meanwhile?: (isAnswered: () => boolean) => Promise<void>;
}

const SALT = Buffer.from("0123456789abcdef");

/** SCRAM-SHA-256 (RFC 5802) as a server, up to its proof. */
export async function askByScram(session: FakeSession, scram: FakeScram): Promise<void> {
  const { password = "not the password", iterations = 4096 } = scram;
  await session.ask(10, "SCRAM-SHA-256\0\0");
  const clientFirst = (await session.receive()).toString().split(/\0..../s)[1]!.slice("n,,".length);
  const clientNonce = clientFirst.split("r=")[1]!;
  const usual = (nonce: string) => `r=${nonce}srv,s=${SALT.toString("base64")},i=${iterations}`;
  const challenge = (scram.challenge ?? usual)(clientNonce);
  await session.ask(11, challenge);
  let isAnswered = false;
  const answered = session.receive().finally(() => isAnswered = true);
  const [answer] = await Promise.all([answered, scram.meanwhile?.(() => isAnswered)]);
  const withoutProof = answer.toString().split(",p=")[0];
  const salted = await promisify(pbkdf2)(password, SALT, iterations, 32, "sha256");
  const serverKey = createHmac("sha256", salted).update("Server Key").digest();
  const signature = createHmac("sha256", serverKey)
    .update(`${clientFirst},${challenge},${withoutProof}`).digest("base64");
  await session.ask(12, `v=${signature}`);
}
