import assert from "node:assert/strict";
import { encodeEncryptedPrivateKey } from "../../../src/formats/keys/encode_private_key.ts";
import { PASSPHRASE } from "../../testkit/sample_keys.ts";
import { randomBytes, samplePrivateKey } from "../../testkit/sample_private_key.ts";
import { withWorkFolder } from "../../testkit/work_folder.ts";

/** A program that reads encrypted PEM: its command for "FILE", and which derivations it reads. */
interface Reader {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
  readonly reads: Readonly<Record<"scrypt" | "pbkdf2", boolean>>;
}

/** As the documentation of javax.crypto.EncryptedPrivateKeyInfo has it. */
const JAVA = `
import java.nio.file.*;
import java.security.*;
import java.util.*;
import javax.crypto.*;
import javax.crypto.spec.*;

class Read {
  public static void main(String[] args) throws Exception {
    var pem = Files.readString(Path.of(args[0])).replaceAll("-----.*-----|\\\\s", "");
    var info = new EncryptedPrivateKeyInfo(Base64.getDecoder().decode(pem));
    var name = info.getAlgParameters().toString();
    var spec = new PBEKeySpec(args[1].toCharArray());
    var cipher = Cipher.getInstance(name);
    var key = SecretKeyFactory.getInstance(name).generateSecret(spec);
    cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
    KeyFactory.getInstance("Ed25519").generatePrivate(info.getKeySpec(cipher));
  }
}
`;

const NODE = "require('node:crypto').createPrivateKey({ passphrase: process.argv[2], " +
  "key: require('node:fs').readFileSync(process.argv[1]) })";

/** The rows of the table in docs/keys.md that are programs of Debian, and Node. */
const READERS: readonly Reader[] = [
  {
    name: "OpenSSL",
    command: ["openssl", "pkey", "-noout", "-in", "FILE", "-passin", `pass:${PASSPHRASE}`],
    reads: { scrypt: true, pbkdf2: true },
  },
  {
    name: "Node",
    command: ["node", "-e", NODE, "FILE", PASSPHRASE],
    reads: { scrypt: true, pbkdf2: true },
  },
  {
    name: "GnuTLS",
    command: ["certtool", "--key-info", "--infile", "FILE", "--password", PASSPHRASE],
    reads: { scrypt: false, pbkdf2: true },
  },
  {
    name: "Java",
    command: ["java", "Read.java", "FILE", PASSPHRASE],
    reads: { scrypt: false, pbkdf2: true },
  },
];

for (const { name, command, reads } of READERS) {
  for (const derivation of ["scrypt", "pbkdf2"] as const) {
    const verb = reads[derivation] ? "reads" : "does not read";
    Deno.test(`${name} ${verb} what is encrypted here with ${derivation}`, () =>
      withWorkFolder(async ({ write, run }) => {
        const { seed } = await samplePrivateKey();
        const protection = { passphrase: PASSPHRASE, derivation };
        await write("FILE", await encodeEncryptedPrivateKey(seed, protection, randomBytes));
        await write("Read.java", JAVA);
        const result = run(...command).then(() => true, () => false);
        assert.equal(await result, reads[derivation]);
        assert.deepEqual(await documented(name), [
          reads.scrypt ? "yes" : "no",
          reads.pbkdf2 ? "yes" : "no",
        ]);
      }));
  }
}

/** What docs/keys.md says of a program: whether it reads scrypt, and PBKDF2. */
async function documented(name: string): Promise<readonly string[]> {
  const page = await Deno.readTextFile(new URL("../../../docs/keys.md", import.meta.url));
  const row = page.split("\n").find((line) => new RegExp(`^\\| ${name} \\d`).test(line)) ?? "";
  return row.split("|").slice(2, 4).map((cell) => cell.trim());
}
