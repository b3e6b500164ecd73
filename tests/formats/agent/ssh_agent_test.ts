import assert from "node:assert/strict";
import fc from "fast-check";
import type { Bytes } from "../../../src/crypto/bytes.ts";
import {
  agentAnswerLength,
  identitiesRequest,
  MAX_AGENT_MESSAGE_BYTES,
  parseAgentSignature,
  parseIdentities,
  signRequest,
} from "../../../src/formats/agent/ssh_agent.ts";
import { writeSshPublicBlob } from "../../../src/formats/keys/ssh_public_blob.ts";
import { sshString, sshUint32 } from "../../../src/formats/keys/ssh_wire.ts";
import { join } from "../../testkit/key_bytes.ts";

const KEY = new Uint8Array(32).fill(7);
const BLOB = writeSshPublicBlob(KEY);
const RSA = join(sshString("ssh-rsa"), sshString(KEY), sshString(KEY));

/** The answer with the signature of OpenSSH 9.2p1: type 14, a string of 83 bytes. */
const SIGNATURE = signature("ssh-ed25519", new Uint8Array(64).fill(9));

function signature(type: string, bytes: Uint8Array): Bytes {
  return join("0e", sshString(join(sshString(type), sshString(bytes))));
}

function identities(...keys: readonly (readonly [Uint8Array, string | Uint8Array])[]): Bytes {
  const listed = keys.flatMap(([blob, comment]) => [sshString(blob), sshString(comment)]);
  return join("0c", sshUint32(keys.length), ...listed);
}

Deno.test("a request for all keys is five bytes", () => {
  assert.equal(identitiesRequest().toHex(), "000000010b");
});

Deno.test("a request to sign has the key's blob, the data, and no flags", () => {
  const data = new Uint8Array(32).fill(3);
  const blob = `${"00000033"}${BLOB.toHex()}`;
  assert.equal(signRequest(BLOB, data).toHex(), `000000600d${blob}00000020${data.toHex()}00000000`);
});

Deno.test("keys are read in their order, those of other types without a public key", () => {
  assert.deepEqual(parseIdentities(identities([BLOB, "é"], [RSA, ""])), [
    { blob: BLOB, type: "ssh-ed25519", comment: "é", publicKey: KEY },
    { blob: RSA, type: "ssh-rsa", comment: "", publicKey: null },
  ]);
  assert.deepEqual(parseIdentities(identities()), []);
});

Deno.test("a signature is the 64 bytes of RFC 8032", () => {
  assert.equal(SIGNATURE.length, 1 + 4 + 83);
  assert.deepEqual(parseAgentSignature(SIGNATURE), new Uint8Array(64).fill(9));
});

Deno.test("a refusal is one byte and says nothing", () => {
  const refusal = Uint8Array.of(5);
  assert.equal(parseIdentities(refusal), null);
  assert.equal(parseAgentSignature(refusal), null);
  assert.throws(() => parseIdentities(Uint8Array.of(5, 0)), SyntaxError);
});

Deno.test("an answer that is cut off, too long or another's is refused", () => {
  const whole = [[parseIdentities, identities([BLOB, "a"])], [
    parseAgentSignature,
    SIGNATURE,
  ]] as const;
  for (const [parse, answer] of whole) {
    for (let length = 0; length < answer.length; length++) {
      assert.throws(() => parse(answer.slice(0, length)), SyntaxError, `${length} bytes`);
    }
    assert.throws(() => parse(join(answer, "00")), SyntaxError);
  }
  assert.throws(() => parseIdentities(SIGNATURE), { message: "it is of type 14, not 12" });
  assert.throws(() => parseAgentSignature(Uint8Array.of(28)), SyntaxError);
  assert.throws(() => parseIdentities(join("0c", "ffffffff")), SyntaxError);
});

Deno.test("a signature of another type or length is refused", () => {
  for (const length of [0, 63, 65]) {
    const answer = signature("ssh-ed25519", new Uint8Array(length));
    assert.throws(() => parseAgentSignature(answer), SyntaxError, `${length} bytes`);
  }
  const others = ["ssh-rsa", "sk-ssh-ed25519@openssh.com", "ssh-ed25519-cert-v01@openssh.com", ""];
  for (const type of others) {
    assert.throws(() => parseAgentSignature(signature(type, new Uint8Array(64))), SyntaxError);
  }
});

Deno.test("an Ed25519 key of another length is refused, and one with a trailing part", () => {
  for (const blob of [writeSshPublicBlob(KEY.slice(1)), join(BLOB, "00"), new Uint8Array(0)]) {
    assert.throws(() => parseIdentities(identities([blob, "a"])), SyntaxError);
  }
});

Deno.test("an answer is at most 256 KiB, and not empty", () => {
  assert.equal(agentAnswerLength(sshUint32(1)), 1);
  assert.equal(agentAnswerLength(sshUint32(MAX_AGENT_MESSAGE_BYTES)), 262_144);
  assert.throws(() => agentAnswerLength(sshUint32(0)), { message: "it is empty" });
  for (const length of [MAX_AGENT_MESSAGE_BYTES + 1, 2 ** 32 - 1]) {
    assert.throws(() => agentAnswerLength(sshUint32(length)), { message: "it is over 256 KiB" });
  }
});

Deno.test("any bytes are keys, a signature, or a SyntaxError", () => {
  fc.assert(
    fc.property(fc.constantFrom(5, 12, 14), fc.uint8Array(), (type, rest) => {
      for (const parse of [parseIdentities, parseAgentSignature]) {
        try {
          parse(join(Uint8Array.of(type), rest));
        } catch (error) {
          assert(error instanceof SyntaxError);
        }
      }
    }),
  );
});
