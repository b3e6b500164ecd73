import assert from "node:assert/strict";
import { CloacinaError } from "../../../src/errors.ts";
import { parsePrivateKey } from "../../../src/formats/keys/private_key.ts";
import { parsePublicKeys } from "../../../src/formats/keys/public_key.ts";
import { PASSPHRASE } from "../../testkit/sample_keys.ts";
import { withWorkFolder, type WorkFolder } from "../../testkit/work_folder.ts";

/** Tools whose keys are read: how to make `key` and `key.pub` with `$P`, the passphrase. */
const READ = [
  ["minisign", "yes '$P' | head -n 2 | minisign -G -s key -p key.pub", "minisign"],
  ["minisign without a passphrase", "minisign -G -W -s key -p key.pub", "minisign"],
  [
    "signify",
    "echo '$P' | signify-openbsd -G -s k.sec -p k.pub; cp k.sec key; cp k.pub key.pub",
    "signify",
  ],
  [
    "signify without a passphrase",
    "signify-openbsd -G -n -s k.sec -p k.pub; cp k.sec key; cp k.pub key.pub",
    "signify",
  ],
  ["Nix", "nix-store --generate-binary-cache-key cache-1 key key.pub", "nix"],
  [
    "OpenSSL, of which the public key is a certificate",
    "openssl req -x509 -newkey ed25519 -nodes -keyout key -subj /CN=a -days 1 -outform der -out key.pub",
    "pem",
  ],
] as const;

for (const [tool, line, format] of READ) {
  Deno.test(`a key that a real tool made is read, and is the one that it verifies with: ${tool}`, () =>
    withWorkFolder(async ({ read, run }) => {
      await run("sh", "-ec", line.replaceAll("$P", PASSPHRASE));
      const [publicKey] = await parsePublicKeys(await read("key.pub"), "FILE");
      const found = await parsePrivateKey(await read("key"), "FILE");
      const key = found.locked ? await found.unlock(PASSPHRASE) : found;
      assert.deepEqual([key.format, key.publicKey], [format, publicKey]);
    }));
}

const GPG = "export GNUPGHOME=$PWD; chmod 700 .; ";
const KEYSTORE = "-storepass changeit -keypass changeit -keystore key -storetype";

/**
 * Tools whose keys are refused: how to make `key`, what it is, what the command of the hint needs besides, and which
 * file it makes. It is read then.
 */
const HINTED = [
  ["PuTTY 3", `${puttygen("version=3")}`, "it is a PuTTY key", {}, "NEW"],
  ["PuTTY 2", `${puttygen("version=2")}`, "it is a PuTTY key", {}, "NEW"],
  ["Dropbear", "dropbearkey -t ed25519 -f key", "it is a Dropbear key", {}, "NEW"],
  [
    "a keystore of Java",
    `keytool -genkeypair -keyalg Ed25519 -alias a -dname CN=a ${KEYSTORE} JKS`,
    "it is a Java keystore (JKS)",
    {
      "-deststoretype": "-srcstorepass changeit -deststorepass changeit -deststoretype",
      ...pkcs12(),
    },
    "KEY",
  ],
  [
    "PKCS #12 of Java",
    `keytool -genkeypair -keyalg Ed25519 -alias a -dname CN=a ${KEYSTORE} PKCS12`,
    "it is a PKCS #12 file",
    pkcs12(),
    "NEW",
  ],
  [
    "a file of age",
    "age-keygen -o IDENTITY; openssl genpkey -algorithm ed25519 | age -o key -r $(age-keygen -y IDENTITY)",
    "it is a file that age encrypted",
    { "FILE": "FILE > NEW" },
    "NEW",
  ],
  [
    "OpenPGP",
    `${GPG}gpg --batch --passphrase '' --quick-gen-key a@example.org ed25519 sign never; gpg --export > key`,
    "it is an OpenPGP public key",
    {
      "gpg": `${GPG}gpg`,
      "FINGERPRINT!": "$(gpg --list-keys --with-colons | awk -F: '/^fpr/ { print $10 }')! > NEW",
    },
    "NEW",
  ],
  [
    "a trusted certificate of OpenSSL",
    "openssl req -x509 -newkey ed25519 -nodes -keyout k -subj /CN=a | " +
    "openssl x509 -addtrust clientAuth -trustout -out key",
    "it is a certificate with settings of OpenSSL",
    {},
    "NEW",
  ],
] as const;

for (const [tool, line, state, needed, made] of HINTED) {
  Deno.test(`a key of a real tool is refused by name, and its hint makes one that is read: ${tool}`, () =>
    withWorkFolder(async (folder) => {
      await folder.run("sh", "-ec", line);
      const { message, hint } = await refusal(folder);
      assert.equal(message, `Cannot read the key "FILE": ${state}`);
      await folder.run("sh", "-ec", commandOf(hint!, needed));
      assert.match(await fingerprintIn(await folder.read(made)), /^[0-9a-f]{64}$/);
    }));
}

Deno.test("an identity of age is refused by name, and its recipient", () =>
  withWorkFolder(async ({ read, run }) => {
    await run("sh", "-ec", "age-keygen -o key; age-keygen -y key > key.pub");
    const identity = /it is an age identity, which decrypts and does not sign/;
    await assert.rejects(parsePrivateKey(await read("key"), "FILE"), identity);
    const recipient = /it is an age recipient, which encrypts and verifies no signature/;
    await assert.rejects(parsePublicKeys(await read("key.pub"), "FILE"), recipient);
  }));

function puttygen(parameters: string): string {
  return "puttygen -q -t ed25519 --random-device /dev/urandom --new-passphrase /dev/null " +
    `--ppk-param ${parameters} -o key`;
}

function pkcs12(): Readonly<Record<string, string>> {
  return { "openssl pkcs12": `openssl pkcs12 -passin pass:changeit -passout pass:'${PASSPHRASE}'` };
}

/** The commands of a hint, one after the other, with what they need besides. */
function commandOf(hint: string, needed: Readonly<Record<string, string>>): string {
  const commands = Array.from(hint.matchAll(/`([^`]*)`/g), ([, command]) => command!).join("; ");
  const whole = Object.entries(needed)
    .reduce((text, [from, to]) => text.replaceAll(from, to), commands);
  return `ln -s key FILE; ${whole}`;
}

async function refusal({ read }: WorkFolder): Promise<CloacinaError> {
  const file = await read("key");
  const error = await parsePrivateKey(file, "FILE").then(() => "it was read", (thrown) => thrown);
  assert.ok(error instanceof CloacinaError, `${error}`);
  return error;
}

/** The fingerprint of a key of either half. */
async function fingerprintIn(file: Uint8Array): Promise<string> {
  const key = await parsePrivateKey(file, "FILE").catch(() => null);
  if (key === null) return (await parsePublicKeys(file, "FILE"))[0]!.fingerprint;
  return (key.locked ? await key.unlock(PASSPHRASE) : key).publicKey.fingerprint;
}
