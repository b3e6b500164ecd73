import type { Bytes } from "../../crypto/bytes.ts";
import { KEY_LENGTH, SIGNATURE_LENGTH } from "../../crypto/ed25519.ts";
import { concatBytes } from "../bytes.ts";
import { SSH_ED25519 } from "../keys/ssh_public_blob.ts";
import { type SshReader, sshReader, sshString, sshUint32 } from "../keys/ssh_wire.ts";

// The protocol of SSH agents (draft-ietf-sshm-ssh-agent): a message is a `string` whose first byte is its type.

/** The maximum size of a message: that of OpenSSH's agent. */
export const MAX_AGENT_MESSAGE_BYTES = 256 * 1024;

/** Bytes of the length before a message. */
export const AGENT_HEADER_LENGTH = 4;

const FAILURE = 5;
const REQUEST_IDENTITIES = 11;
const IDENTITIES_ANSWER = 12;
const SIGN_REQUEST = 13;
const SIGN_RESPONSE = 14;

/** No flags: some agents refuse any, and they mean nothing to Ed25519. */
const FLAGS = 0;

/** A key that an agent lists. */
export interface AgentKey {
  /** What the agent knows it by. */
  readonly blob: Bytes;
  /** SSH's name of its type, as the agent wrote it. */
  readonly type: string;
  readonly comment: string;
  /** The 32 bytes of a plain Ed25519 key, not validated; null for any other. */
  readonly publicKey: Bytes | null;
}

/** The request for all keys. */
export function identitiesRequest(): Bytes {
  return sshString(Uint8Array.of(REQUEST_IDENTITIES));
}

/** The request to sign data with the key of a blob. */
export function signRequest(blob: Bytes, data: Bytes): Bytes {
  const type = Uint8Array.of(SIGN_REQUEST);
  return sshString(concatBytes(type, sshString(blob), sshString(data), sshUint32(FLAGS)));
}

/** The length of the answer behind a header. Throws SyntaxError if it is empty or over the maximum. */
export function agentAnswerLength(header: Bytes): number {
  const length = sshReader(header).uint32();
  if (length === 0) throw new SyntaxError("it is empty");
  if (length > MAX_AGENT_MESSAGE_BYTES) throw new SyntaxError("it is over 256 KiB");
  return length;
}

/** Parses the answer to `identitiesRequest`; null for a refusal. Throws SyntaxError. */
export function parseIdentities(answer: Bytes): readonly AgentKey[] | null {
  const reader = readAnswer(answer, IDENTITIES_ANSWER);
  if (reader === null) return null;
  const count = reader.uint32();
  const keys: AgentKey[] = [];
  while (keys.length < count) keys.push(toAgentKey(reader.string(), reader.string()));
  reader.end();
  return keys;
}

/** Parses the answer to `signRequest`: the 64 bytes of an Ed25519 signature, not verified; null for a refusal. Throws SyntaxError. */
export function parseAgentSignature(answer: Bytes): Bytes | null {
  const reader = readAnswer(answer, SIGN_RESPONSE);
  if (reader === null) return null;
  const signature = sshReader(reader.string());
  reader.end();
  if (decode(signature.string()) !== SSH_ED25519) {
    throw new SyntaxError("its signature is not of Ed25519");
  }
  const bytes = signature.string().slice();
  signature.end();
  if (bytes.length !== SIGNATURE_LENGTH) {
    throw new SyntaxError(`its signature has ${bytes.length} bytes, not ${SIGNATURE_LENGTH}`);
  }
  return bytes;
}

/** A reader behind the type of an answer; null for a refusal, which says nothing else. */
function readAnswer(answer: Bytes, expected: number) {
  const reader = sshReader(answer);
  const [type] = reader.bytes(1);
  if (type === FAILURE) {
    reader.end();
    return null;
  }
  if (type !== expected) throw new SyntaxError(`it is of type ${type}, not ${expected}`);
  return reader;
}

function toAgentKey(blob: Bytes, comment: Bytes): AgentKey {
  const reader = sshReader(blob);
  const type = decode(reader.string());
  const publicKey = type === SSH_ED25519 ? readPublicKey(reader) : null;
  return { blob: blob.slice(), type, comment: decode(comment), publicKey };
}

function readPublicKey(reader: SshReader): Bytes {
  const key = reader.string().slice();
  reader.end();
  if (key.length === KEY_LENGTH) return key;
  throw new SyntaxError(`one of its Ed25519 keys has ${key.length} bytes, not ${KEY_LENGTH}`);
}

function decode(bytes: Bytes): string {
  return new TextDecoder().decode(bytes);
}
