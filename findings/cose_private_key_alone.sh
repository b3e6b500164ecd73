#!/usr/bin/env bash
# Who signs with an Ed25519 private key as a COSE_Key that has `d` and not `x`. RFC 9053 (section 7.2) recommends `x` there
# and allows to leave it out, to save space, since it can be computed. Of five libraries none computes it. cwt, cose-kit
# and @auth0/cose refuse the key. pycose and go-cose sign with it, and then refuse it to verify what they have signed. With
# `x` all of them do both. Needs npm, pip3 and Go. Fails where any of that is no longer so.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix . cose-kit@1.7.1 @auth0/cose@1.0.2
PIP_ROOT_USER_ACTION=ignore pip3 install --quiet --target packages \
  cwt==3.3.0 pycose==1.1.0 cbor2==5.9.0 cryptography==50.0.2

# Two forms of one key, in CBOR.
cat >keys.py <<'PY'
import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

private = Ed25519PrivateKey.generate()
alone = {1: 1, -1: 6, -4: private.private_bytes_raw()}
for title, key in [("d", alone), ("x and d", alone | {-2: private.public_key().public_bytes_raw()})]:
    print(title, cbor2.dumps(key).hex(), sep=":")
PY

cat >look_cwt.py <<'PY'
import sys

import cbor2
import cwt

key = cwt.COSEKey.new(cbor2.loads(bytes.fromhex(sys.argv[1])))
message = cwt.COSE.new(alg_auto_inclusion=True).encode(b"text", key)
print("signed", end="")
cwt.COSE.new().decode(message, key)
print(" and verified")
PY

cat >look_pycose.py <<'PY'
import sys

import cbor2
from pycose.algorithms import EdDSA
from pycose.headers import Algorithm
from pycose.keys import CoseKey
from pycose.messages import Sign1Message

key = CoseKey.from_dict(cbor2.loads(bytes.fromhex(sys.argv[1])))
message = Sign1Message(phdr={Algorithm: EdDSA}, payload=b"text")
message.key = key
encoded = message.encode()
print("signed", end="")
read = Sign1Message.decode(encoded)
read.key = key
assert read.verify_signature()
print(" and verified")
PY

cat >look_cose-kit.mjs <<'JS'
import { coseSign, coseVerify, importCOSEKey } from "cose-kit";

const key = await importCOSEKey(Buffer.from(process.argv[2], "hex"));
const message = await coseSign({ alg: "EdDSA" }, {}, Buffer.from("text"), key);
process.stdout.write("signed");
const { isValid } = await coseVerify(message, key);
if (!isValid) throw new Error("not verified");
console.log(" and verified");
JS

cat >look_auth0.mjs <<'JS'
import { Algorithms, COSEKey, Headers, Sign1 } from "@auth0/cose";

const key = await COSEKey.import(Buffer.from(process.argv[2], "hex")).toKeyLike();
const message = await Sign1.sign([[Headers.Algorithm, Algorithms.EdDSA]], [], Buffer.from("text"), key);
process.stdout.write("signed");
await Sign1.decode(message.encode()).verify(key);
console.log(" and verified");
JS

mkdir go
cat >go/go.mod <<'MOD'
module look

go 1.24

require github.com/veraison/go-cose v1.3.0
MOD
cat >go/main.go <<'GO'
package main

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"os"

	"github.com/veraison/go-cose"
)

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, "go-cose:", err)
		os.Exit(1)
	}
	return value
}

func main() {
	var key cose.Key
	must(0, key.UnmarshalCBOR(must(hex.DecodeString(os.Args[1]))))
	signer := must(key.Signer())
	message := cose.NewSign1Message()
	message.Payload = []byte("text")
	message.Headers.Protected.SetAlgorithm(signer.Algorithm())
	must(0, message.Sign(rand.Reader, nil, signer))
	fmt.Print("signed")
	must(0, message.Verify(nil, must(key.Verifier())))
	fmt.Println(" and verified")
}
GO
(cd go && go mod tidy && go build -o ../look-go .) 2>go.log || { cat go.log; exit 1; }

export PYTHONPATH=packages
try() {
  local title=$1 said reason='x(-2) not found\|public key is 32 bytes long\|"key.x" property must be of type string\|missing x'
  shift
  said=$("$@" 2>error) || said="${said:+$said, then }refused: $(grep -o -m 1 "$reason" error)"
  echo "  $title: $said"
}
python3 keys.py >keys.txt
while IFS=: read -r title key; do
  echo "$title"
  try cwt python3 -W ignore look_cwt.py "$key"
  try pycose python3 -W ignore look_pycose.py "$key"
  try cose-kit node look_cose-kit.mjs "$key"
  try @auth0/cose node look_auth0.mjs "$key"
  try go-cose ./look-go "$key"
done <keys.txt >seen.txt
cat seen.txt
diff - seen.txt <<'SEEN'
d
  cwt: refused: x(-2) not found
  pycose: signed, then refused: public key is 32 bytes long
  cose-kit: refused: "key.x" property must be of type string
  @auth0/cose: refused: "key.x" property must be of type string
  go-cose: signed, then refused: missing x
x and d
  cwt: signed and verified
  pycose: signed and verified
  cose-kit: signed and verified
  @auth0/cose: signed and verified
  go-cose: signed and verified
SEEN
echo "as described: an Ed25519 private key needs its public half beside it"
