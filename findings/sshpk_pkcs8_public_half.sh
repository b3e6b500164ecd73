#!/usr/bin/env bash
# Who reads the Ed25519 key that sshpk writes. It reads the PKCS#8 that Node wrote, and writes its format "pkcs8" as
# version 2 of RFC 5958, with the public half behind the private one. Node 22.12.0 (OpenSSL 3.0) cannot read that back,
# and Node 22.22.0 (OpenSSL 3.5) of the same line can. Python's cryptography 50.0.2 cannot, although it has OpenSSL 4.0
# inside: it parses the key by itself. asyncssh, which is built on cryptography, can. Needs pip3. Fails where
# any of that is no longer so.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix . sshpk@1.18.0
npm install --silent --no-audit --no-fund --prefix older node@22.12.0
npm install --silent --no-audit --no-fund --prefix newer node@22.22.0
PIP_ROOT_USER_ACTION=ignore pip3 install --quiet --target packages cryptography==50.0.2 asyncssh==2.24.1

cat >write.cjs <<'JS'
const { generateKeyPairSync } = require("node:crypto");
const { writeFileSync } = require("node:fs");
const sshpk = require("sshpk");

const { privateKey, publicKey } = generateKeyPairSync("ed25519");
const before = privateKey.export({ type: "pkcs8", format: "pem" });
const after = sshpk.parsePrivateKey(before, "pem").toString("pkcs8");
for (const [name, pem] of [["before", before], ["after", after]]) writeFileSync(`${name}.pem`, pem, { mode: 0o600 });
writeFileSync("public", publicKey.export({ format: "jwk" }).x);
const bytesOf = (pem) => Buffer.from(pem.replace(/-.*-/g, ""), "base64");
// The version of a key is the third number of its DER: 0 is version 1.
const describe = (pem) => `${bytesOf(pem).length} bytes, version ${bytesOf(pem)[4] + 1}`;
console.log(`Node wrote ${describe(before)}; sshpk ${require("sshpk/package.json").version}, ${describe(after)}`);
JS

cat >read.cjs <<'JS'
const { createPrivateKey, createPublicKey } = require("node:crypto");
const { readFileSync } = require("node:fs");

const read = (name) => {
  try {
    const { x } = createPublicKey(createPrivateKey(readFileSync(`${name}.pem`))).export({ format: "jwk" });
    return x === readFileSync("public", "utf8") ? "the same key" : "another key";
  } catch (error) {
    return `refused (${error.message})`;
  }
};
console.log(`Node ${process.version}, OpenSSL ${process.versions.openssl.split(".", 2).join(".")}: ${read("before")}, ${read("after")}`);
JS

cat >read.py <<'PY'
import base64
from pathlib import Path

import asyncssh
import cryptography
from cryptography.hazmat.backends.openssl import backend
from cryptography.hazmat.primitives.serialization import load_pem_private_key

PUBLIC = base64.urlsafe_b64decode(Path("public").read_text() + "=")


def by_cryptography(pem):
    return load_pem_private_key(pem, None).public_key().public_bytes_raw()


def by_asyncssh(pem):
    return asyncssh.import_private_key(pem).public_data[-32:]


def read(name, load):
    try:
        return "the same key" if load(Path(f"{name}.pem").read_bytes()) == PUBLIC else "another key"
    except ValueError as error:
        return f"refused ({str(error).rpartition('Details: ')[2]})"


openssl = ".".join(backend.openssl_version_text().split()[1].split(".")[:2])
for title, load in [
    (f"cryptography {cryptography.__version__}, OpenSSL {openssl}", by_cryptography),
    (f"asyncssh {asyncssh.__version__}", by_asyncssh),
]:
    print(f"{title}: {read('before', load)}, {read('after', load)}")
PY

{
  node write.cjs
  ./older/node_modules/.bin/node read.cjs
  ./newer/node_modules/.bin/node read.cjs
  PYTHONPATH=packages python3 -W ignore read.py
} | tee seen.txt
diff - seen.txt <<'SEEN'
Node wrote 48 bytes, version 1; sshpk 1.18.0, 83 bytes, version 2
Node v22.12.0, OpenSSL 3.0: the same key, refused (error:1E08010C:DECODER routines::unsupported)
Node v22.22.0, OpenSSL 3.5: the same key, the same key
cryptography 50.0.2, OpenSSL 4.0: the same key, refused (ASN.1 parsing error: extra data)
asyncssh 2.24.1: the same key, the same key
SEEN
echo "as described: the key comes back in a form that its writer may not read"
