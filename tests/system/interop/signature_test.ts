import assert from "node:assert/strict";
import { join } from "node:path";
import { hashFile } from "../../../src/files/hash_file.ts";
import { toPackageHash } from "../../../src/domain/package_hash.ts";
import { toPublicKey } from "../../../src/domain/public_key.ts";
import type { PackageSignature } from "../../../src/domain/signature.ts";
import { signPackage } from "../../../src/operations/package/sign.ts";
import { fileSigner } from "../../../src/operations/signer.ts";
import { verifyPackage } from "../../../src/operations/package/verify.ts";
import { inFolder } from "../../compile/in_folder.ts";
import { openssl } from "../testkit/openssl.ts";

/** What stands before the seed in PKCS #8, and before the public key in SPKI (RFC 8410, sections 4 and 7). */
const PKCS8_PREFIX = "302e020100300506032b657004220420";
const SPKI_PREFIX = "302a300506032b6570032100";

const clock = () => new Date("2026-01-28T12:00:00Z");

/** Runs openssl, which must succeed. */
async function run(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await openssl(...args);
  assert.equal(code, 0, stderr);
  return new TextDecoder().decode(stdout);
}

async function writePackage(folder: string): Promise<string> {
  const path = join(folder, "pkg.so");
  await Deno.writeFile(path, Uint8Array.from({ length: 3_000_000 }, (_, index) => index % 253));
  return path;
}

/** The 32 raw bytes that are signed, by openssl alone: the digest of the package in a file. */
async function writeDigest(folder: string, packagePath: string): Promise<string> {
  const path = join(folder, "digest");
  await run("dgst", "-sha256", "-binary", "-out", path, packagePath);
  return path;
}

Deno.test("a signature made here verifies with openssl, and with one bit changed it does not", () =>
  inFolder(async (folder) => {
    const packagePath = await writePackage(folder);
    const key = await fileSigner(new Uint8Array(32).fill(5));
    const hash = toPackageHash(await hashFile(packagePath, () => {}));
    const { signature } = await signPackage(key, hash, clock);

    const [keyPath, signaturePath] = [join(folder, "key.der"), join(folder, "raw.sig")];
    await Deno.writeFile(keyPath, Uint8Array.fromHex(SPKI_PREFIX + key.publicKey.toHex()));
    const digest = await writeDigest(folder, packagePath);
    const verify = async (bytes: Uint8Array) => {
      await Deno.writeFile(signaturePath, bytes);
      const files = [
        "-inkey",
        keyPath,
        "-keyform",
        "DER",
        "-in",
        digest,
        "-sigfile",
        signaturePath,
      ];
      return (await openssl("pkeyutl", "-verify", "-rawin", "-pubin", ...files)).code;
    };
    assert.equal(await verify(signature), 0);
    assert.equal(await verify(signature.with(40, signature[40]! ^ 1)), 1);
  }));

Deno.test("a signature made by openssl, with a key of openssl's, verifies here", () =>
  inFolder(async (folder) => {
    const packagePath = await writePackage(folder);
    const [keyPath, publicPath] = [join(folder, "key.pem"), join(folder, "pub.der")];
    const signaturePath = join(folder, "raw.sig");
    await run("genpkey", "-algorithm", "ED25519", "-out", keyPath);
    await run("pkey", "-in", keyPath, "-pubout", "-outform", "DER", "-out", publicPath);
    const digest = await writeDigest(folder, packagePath);
    await run(
      "pkeyutl",
      "-sign",
      "-rawin",
      "-inkey",
      keyPath,
      "-in",
      digest,
      "-out",
      signaturePath,
    );

    const spki = await Deno.readFile(publicPath);
    assert.equal(spki.subarray(0, 12).toHex(), SPKI_PREFIX);
    const publicKey = toPublicKey(spki.slice(12));
    const hash = toPackageHash(await hashFile(packagePath, () => {}));
    const signature: PackageSignature = {
      packageHash: hash,
      keyFingerprint: publicKey.fingerprint,
      signature: await Deno.readFile(signaturePath),
      signedAt: "2026-01-28T12:00:00Z",
    };
    const trusted = [{ publicKey, source: publicPath }];
    assert.equal(await verifyPackage({ name: packagePath, hash }, signature, trusted), trusted[0]);
  }));

Deno.test("openssl and we make the same signature, key and fingerprint of one seed", () =>
  inFolder(async (folder) => {
    const seed = new Uint8Array(32).fill(6);
    const key = await fileSigner(seed);
    const packagePath = await writePackage(folder);
    const [keyPath, publicPath] = [join(folder, "key.der"), join(folder, "pub.der")];
    const signaturePath = join(folder, "raw.sig");
    await Deno.writeFile(keyPath, Uint8Array.fromHex(PKCS8_PREFIX + seed.toHex()));
    const pair = ["-in", keyPath, "-inform", "DER", "-pubout", "-outform", "DER"];
    await run("pkey", ...pair, "-out", publicPath);
    assert.equal(
      (await Deno.readFile(publicPath)).toHex(),
      SPKI_PREFIX + key.publicKey.toHex(),
    );

    await Deno.writeFile(join(folder, "raw.pub"), key.publicKey);
    const fingerprint = await run("dgst", "-sha256", "-r", join(folder, "raw.pub"));
    assert.equal(fingerprint.split(" ")[0], key.fingerprint);

    const digest = await writeDigest(folder, packagePath);
    const files = ["-inkey", keyPath, "-keyform", "DER", "-in", digest, "-out", signaturePath];
    await run("pkeyutl", "-sign", "-rawin", ...files);
    const hash = toPackageHash(await Deno.readFile(digest));
    const { signature } = await signPackage(key, hash, clock);
    assert.deepEqual(await Deno.readFile(signaturePath), signature);
  }));
