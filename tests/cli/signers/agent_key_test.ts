import assert from "node:assert/strict";
import { chooseAgentKey } from "../../../src/cli/signers/agent_key.ts";
import { schemeOf } from "../../../src/cli/signers/signer_schemes.ts";
import { ed25519Signer } from "../../../src/crypto/ed25519.ts";
import { sha256 } from "../../../src/crypto/sha256.ts";
import type { AgentKey } from "../../../src/formats/agent/ssh_agent.ts";
import { writeSshPublicBlob } from "../../../src/formats/keys/ssh_public_blob.ts";
import { sshString } from "../../../src/formats/keys/ssh_wire.ts";
import { join } from "../../testkit/key_bytes.ts";

const [first, second] = await Promise.all([1, 2].map(async (byte) => {
  const { publicKey } = await ed25519Signer(new Uint8Array(32).fill(byte));
  return {
    blob: writeSshPublicBlob(publicKey),
    type: "ssh-ed25519",
    comment: "release",
    publicKey,
  };
})) as [AgentKey, AgentKey];

const CERTIFICATE = other("ssh-ed25519-cert-v01@openssh.com", "release");
const SECURITY_KEY = other("sk-ssh-ed25519@openssh.com", "token");
const RSA = other("ssh-rsa", "rsa");

function other(type: string, comment: string): AgentKey {
  return { blob: join(sshString(type), sshString("key")), type, comment, publicKey: null };
}

function openSsh({ blob }: AgentKey): string {
  return `SHA256:${sha256(blob).toBase64({ omitPadding: true })}`;
}

Deno.test("a key is chosen by either fingerprint or its comment, and the only one by nothing", () => {
  const keys = [RSA, first, { ...second, comment: "other" }];
  const hex = sha256(second.publicKey!).toHex();
  for (const selector of [hex, hex.toUpperCase(), openSsh(second), "other"]) {
    assert.deepEqual(chooseAgentKey(keys, selector).blob, second.blob, selector);
  }
  assert.deepEqual(chooseAgentKey([RSA, SECURITY_KEY, first], "").blob, first.blob);
});

Deno.test("of a comment as long as an agent may send, a hundred characters are kept", () => {
  const comment = "c".repeat(200_000);
  assert.equal(chooseAgentKey([{ ...first, comment }], comment).comment, `${"c".repeat(100)}…`);
});

Deno.test("a certificate beside its key is ignored, and a key that is listed twice is one", () => {
  const chosen = chooseAgentKey([CERTIFICATE, first, { ...first, comment: "" }], "release");
  assert.deepEqual(chosen.blob, first.blob);
  assert.deepEqual(chooseAgentKey([first, first], "").blob, first.blob);
});

Deno.test("several keys are refused and named", () => {
  const refusal = {
    code: "invalid_request",
    message: 'Cannot find the key "release" in the agent: 2 of its keys have this comment',
    hint: "name one by its fingerprint, as ssh-agent:SHA256:…: " +
      `${openSsh(first)} (ssh-ed25519, "release"), ${openSsh(second)} (ssh-ed25519, "release")`,
  };
  assert.throws(() => chooseAgentKey([first, second], "release"), refusal);
  assert.throws(() => chooseAgentKey([first, second], ""), {
    message: "Cannot find the key in the agent: it holds 2 Ed25519 keys",
  });
});

Deno.test("a key of another type is named where it alone is meant", () => {
  const cases = [
    [RSA, "rsa", "RSA"],
    [RSA, openSsh(RSA), "RSA"],
    [SECURITY_KEY, "token", "Ed25519 in a security key, which signs in a way of its own"],
    [CERTIFICATE, "release", "that of an OpenSSH certificate"],
    [other("ssh-new", "new"), "new", "unknown"],
  ] as const;
  for (const [key, selector, name] of cases) {
    assert.throws(() => chooseAgentKey([key, { ...first, comment: "" }], selector), {
      code: "invalid_key",
      message:
        `Cannot open the key "${selector}" in the agent: it is ${name}, not a plain Ed25519 key`,
    });
  }
});

Deno.test("a key that is not there is not found; an agent without keys may be locked", () => {
  assert.throws(() => chooseAgentKey([first], "gone"), {
    code: "key_not_found",
    message: 'Cannot find the key "gone" in the agent: it holds no such key',
    hint: `it holds ${openSsh(first)} (ssh-ed25519, "release")`,
  });
  assert.throws(() => chooseAgentKey([first], openSsh(second)), {
    message: `Cannot find the key "${openSsh(second)}" in the agent: it holds no such key`,
  });
  const secret = sha256(second.blob).toBase64();
  assert.throws(() => chooseAgentKey([first], secret), {
    message: "Cannot find the key (not shown, as it may be a secret) in the agent: " +
      "it holds no such key",
  });
  assert.throws(() => chooseAgentKey([RSA], ""), { code: "key_not_found" });
  assert.throws(() => chooseAgentKey([], "release"), { hint: /unlocks an agent that is locked$/ });
  const long = { ...first, comment: "x".repeat(101) };
  assert.throws(() => chooseAgentKey([long], "gone"), { hint: /"x{100}…"\)$/ });
  const many = Array.from({ length: 7 }, () => RSA);
  assert.throws(() => chooseAgentKey(many, "gone"), { hint: /, 2 more$/ });
});

Deno.test("a weak key is not used", () => {
  const publicKey = new Uint8Array(32);
  publicKey[0] = 1;
  const weak = { ...first, publicKey, blob: writeSshPublicBlob(publicKey) };
  assert.throws(() => chooseAgentKey([weak], ""), { code: "invalid_key", message: /small order/ });
});

Deno.test("a reference has a scheme only where it begins with one", () => {
  assert.equal(schemeOf("ssh-agent:a:b")?.selector, "a:b");
  assert.equal(schemeOf("ssh-agent:")?.selector, "");
  const files = [
    "./ssh-agent:x",
    "file:ssh-agent:x",
    "ssh-agent",
    "SSH-AGENT:x",
    "env:ssh-agent:",
    "-",
  ];
  for (const file of files) assert.equal(schemeOf(file), null, file);
});
