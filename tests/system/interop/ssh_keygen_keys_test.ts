import assert from "node:assert/strict";
import { encodePrivateKey } from "../../../src/formats/keys/encode_private_key.ts";
import { encodePublicKey } from "../../../src/formats/keys/encode_public_key.ts";
import { parsePrivateKey } from "../../../src/formats/keys/private_key.ts";
import { parsePublicKeys } from "../../../src/formats/keys/public_key.ts";
import { text } from "../../testkit/key_bytes.ts";
import { OPENSSH_PEM, PASSPHRASE, SEED, SSH_LINE } from "../../testkit/sample_keys.ts";
import {
  openPrivateKey,
  randomBytes,
  samplePrivateKey,
  unlockPrivateKey,
} from "../../testkit/sample_private_key.ts";
import { withWorkFolder } from "../../testkit/work_folder.ts";

const GENERATE = ["-q", "-t", "ed25519", "-f", "key", "-C", "a comment"];

/** The ciphers of `ssh-keygen -Z` that are read here, and those that are not. */
const READABLE = [
  ...["aes128-ctr", "aes192-ctr", "aes256-ctr", "aes128-cbc", "aes192-cbc", "aes256-cbc"],
  ...["aes128-gcm@openssh.com", "aes256-gcm@openssh.com"],
];
const REFUSED = ["3des-cbc", "chacha20-poly1305@openssh.com"];

/** Keys of other algorithms, by the options of `ssh-keygen`. */
const OTHERS = [["RSA", "-t rsa -b 1024"], ["P-256", "-t ecdsa -b 256"]] as const;

for (const cipher of READABLE) {
  Deno.test(`a key that ssh-keygen locked is opened: ${cipher}`, () =>
    withWorkFolder(async ({ read, run }) => {
      await run("ssh-keygen", ...GENERATE, "-N", PASSPHRASE, "-Z", cipher, "-a", "4");
      const [publicKey] = await parsePublicKeys(await read("key.pub"), "FILE");
      const key = await parsePrivateKey(await read("key"), "FILE");
      assert.ok(key.locked);
      assert.deepEqual(key.publicKey, publicKey);
      assert.deepEqual((await key.unlock(PASSPHRASE)).publicKey, publicKey);
      await assert.rejects(key.unlock("incorrect horse"), { code: "wrong_passphrase" });
    }));
}

for (const cipher of REFUSED) {
  Deno.test(`a key that ssh-keygen locked is refused, and its hint helps: ${cipher}`, () =>
    withWorkFolder(async ({ read, run }) => {
      await run("ssh-keygen", ...GENERATE, "-N", PASSPHRASE, "-Z", cipher);
      await assert.rejects(parsePrivateKey(await read("key"), "FILE"), {
        code: "invalid_key",
        message: `Cannot read the key "FILE": it is encrypted with ${cipher}`,
        hint: "`ssh-keygen -p -Z aes256-ctr -f FILE` encrypts it in a form that cloacina reads",
      });
      const hinted = ["-p", "-Z", "aes256-ctr", "-f", "key"];
      await run("ssh-keygen", ...hinted, "-P", PASSPHRASE, "-N", PASSPHRASE);
      const { publicKey } = await unlockPrivateKey(await read("key"), PASSPHRASE);
      assert.deepEqual([publicKey], await parsePublicKeys(await read("key.pub"), "FILE"));
    }));
}

Deno.test("a key of ssh-keygen is opened with its default rounds and a passphrase in UTF-8", () =>
  withWorkFolder(async ({ read, run }) => {
    await run("ssh-keygen", ...GENERATE, "-N", "naïve \u{1f511}");
    const { publicKey } = await unlockPrivateKey(await read("key"), "naïve \u{1f511}");
    assert.deepEqual([publicKey], await parsePublicKeys(await read("key.pub"), "FILE"));
  }));

Deno.test("a key of ssh-keygen without a passphrase is read, with padding of any length", () =>
  withWorkFolder(async ({ read, run }) => {
    await run("ssh-keygen", ...GENERATE, "-N", "");
    for (let length = 0; length < 9; length++) {
      await run("ssh-keygen", "-q", "-c", "-f", "key", "-C", "c".repeat(length));
      const { publicKey } = await openPrivateKey(await read("key"));
      assert.deepEqual([publicKey], await parsePublicKeys(await read("key.pub"), "FILE"));
    }
  }));

Deno.test("ssh-keygen reads what is written here", () =>
  withWorkFolder(async ({ write, run }) => {
    const key = await samplePrivateKey();
    await write("key", encodePrivateKey(key, "ssh", randomBytes));
    await write("key.pub", encodePublicKey(key.publicKey, "ssh"));
    assert.equal(text(await run("ssh-keygen", "-y", "-f", "key")), SSH_LINE);
    await write("named", encodePrivateKey({ ...key, comment: "release key" }, "ssh", randomBytes));
    const named = `${SSH_LINE.trimEnd()} release key\n`;
    assert.equal(text(await run("ssh-keygen", "-y", "-f", "named")), named);
    const listed = text(await run("ssh-keygen", "-l", "-f", "key.pub"));
    assert.match(listed, /^256 SHA256:.* \(ED25519\)\n$/);
  }));

Deno.test("ssh-keygen locks and unlocks what is written here", () =>
  withWorkFolder(async ({ write, read, run }) => {
    await write("key", OPENSSH_PEM);
    await run("ssh-keygen", "-q", "-p", "-P", "", "-N", PASSPHRASE, "-f", "key");
    assert.equal((await unlockPrivateKey(await read("key"), PASSPHRASE)).seed.toHex(), SEED);
    await run("ssh-keygen", "-q", "-p", "-P", PASSPHRASE, "-N", "", "-f", "key");
    assert.equal((await openPrivateKey(await read("key"))).seed.toHex(), SEED);
  }));

for (const [name, options] of OTHERS) {
  Deno.test(`a key of ssh-keygen is refused by name: ${name}`, () =>
    withWorkFolder(async ({ read, run }) => {
      await run("ssh-keygen", "-q", ...options.split(" "), "-N", "", "-f", "key");
      const message = `Cannot read the key "FILE": its algorithm is ${name}, not plain Ed25519`;
      const refused = { code: "invalid_key", message };
      await assert.rejects(parsePrivateKey(await read("key"), "FILE"), refused);
      await assert.rejects(parsePublicKeys(await read("key.pub"), "FILE"), refused);
    }));
}

Deno.test("a key in the form of SSH2 is refused, and its hint prints one that is read", () =>
  withWorkFolder(async ({ write, run }) => {
    await write("key.pub", SSH_LINE);
    const ssh2 = await run("ssh-keygen", "-e", "-f", "key.pub");
    await assert.rejects(parsePublicKeys(ssh2, "FILE"), {
      code: "invalid_key",
      message: 'Cannot read the key "FILE": it is a key in the form of SSH2 (RFC 4716)',
      hint: "`ssh-keygen -i -f FILE` prints it in a form that cloacina reads",
    });
    await write("ssh2.pub", ssh2);
    assert.equal(text(await run("ssh-keygen", "-i", "-f", "ssh2.pub")), SSH_LINE);
  }));
