import { type Command, type Contender, forEachFile } from "./contender.ts";
import { answerOf, isInstalled } from "./installed.ts";

/** The row that others are compared with: hashing is the least that any signing tool must do. */
export const DIGEST_NAME = "openssl dgst -sha256";

/** Signs many packages in one call, and is called once for each to verify. */
export const MINISIGN_NAME = "minisign";

/** Another tool, and the command that prints its version in the first line; null if it has none. */
export interface Peer extends Contender {
  readonly program: string;
  readonly versionCommand: Command | null;
}

/** The peers that are installed. */
export async function installedPeers(): Promise<Peer[]> {
  // On Debian `signify` is a mail tool, and OpenBSD's signify has a longer name.
  const signifyName = await isInstalled("signify-openbsd") ? "signify-openbsd" : "signify";
  const known = [opensslDigest, sha256sum, opensslSign, minisign, signify(signifyName), sshKeygen];
  const installed = await Promise.all(known.map(({ program }) => isInstalled(program)));
  return known.filter((_, index) => installed[index]);
}

/** The versions of the peers' programs, without duplicates. */
export async function readPeerVersions(peers: readonly Peer[]): Promise<string[]> {
  return [...new Set(await Promise.all(peers.map(readVersion)))];
}

async function readVersion({ program, versionCommand }: Peer): Promise<string> {
  if (versionCommand === null) return `${program}, which does not say its version`;
  return (await answerOf(versionCommand) ?? program).trim().split("\n")[0]!;
}

const opensslVersion: Command = ["openssl", "version"];

const opensslDigest = hashOnly(DIGEST_NAME, ["openssl", "dgst", "-sha256"], opensslVersion);

const sha256sum = hashOnly("sha256sum", ["sha256sum"], ["sha256sum", "--version"]);

/** Makes the same signature as cloacina: Ed25519 over the SHA-256. */
const opensslSign: Peer = {
  name: "openssl dgst + pkeyutl",
  work: "SHA-256, Ed25519",
  program: "openssl",
  versionCommand: opensslVersion,
  setUp: [
    ["openssl", "genpkey", "-algorithm", "ed25519", "-out", "keys/key.pem"],
    ["openssl", "pkey", "-in", "keys/key.pem", "-pubout", "-out", "keys/key.pub.pem"],
  ],
  sign: forEachFile(
    'openssl dgst -sha256 -binary -out "$f.hash" "$f" && ' +
      'openssl pkeyutl -sign -rawin -inkey keys/key.pem -in "$f.hash" -out "$f.sig"',
  ),
  verify: forEachFile(
    'openssl dgst -sha256 -binary -out "$f.hash" "$f" && ' +
      'openssl pkeyutl -verify -rawin -pubin -inkey keys/key.pub.pem -in "$f.hash" -sigfile "$f.sig"',
  ),
};

const minisign: Peer = {
  name: MINISIGN_NAME,
  work: "BLAKE2b, Ed25519",
  program: "minisign",
  versionCommand: ["minisign", "-v"],
  setUp: [["minisign", "-G", "-W", "-p", "keys/key.pub", "-s", "keys/key"]],
  sign: (files) => ["minisign", "-S", "-s", "keys/key", "-m", ...files],
  verify: forEachFile('minisign -V -q -p keys/key.pub -m "$f"'),
};

/** It reads the whole package into memory, and Ed25519 hashes it twice with SHA-512. */
function signify(program: string): Peer {
  return {
    name: "signify",
    work: "Ed25519 of the package",
    program,
    versionCommand: null,
    setUp: [[program, "-G", "-n", "-p", "keys/key.pub", "-s", "keys/key.sec"]],
    sign: forEachFile(`${program} -S -s keys/key.sec -m "$f" -x "$f.sig"`),
    verify: forEachFile(`${program} -V -q -p keys/key.pub -m "$f" -x "$f.sig"`),
  };
}

const sshKeygen: Peer = {
  name: "ssh-keygen -Y",
  work: "SHA-512, Ed25519",
  program: "ssh-keygen",
  versionCommand: ["ssh", "-V"],
  setUp: [
    ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "benchmark", "-f", "keys/key"],
    ["sh", "-c", 'echo "benchmark $(cat keys/key.pub)" > keys/allowed'],
  ],
  sign: (files) => ["ssh-keygen", "-Y", "sign", "-f", "keys/key", "-n", "file", ...files],
  verify: forEachFile(
    'ssh-keygen -Y verify -f keys/allowed -I benchmark -n file -s "$f.sig" < "$f"',
  ),
};

function hashOnly(name: string, command: Command, versionCommand: Command): Peer {
  const hash = (files: readonly string[]): Command => [...command, ...files];
  return {
    name,
    work: "SHA-256 only",
    program: command[0],
    versionCommand,
    setUp: [],
    sign: hash,
    verify: hash,
  };
}
