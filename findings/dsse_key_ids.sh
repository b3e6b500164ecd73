#!/usr/bin/env bash
# Which key id a DSSE envelope needs for the two libraries called securesystemslib, Python's and Go's, to verify it. Of
# the same PEM of an Ed25519 key they make different ids: each is the SHA-256 of the key as JSON, and Go's JSON has the
# member `keyid_hash_algorithms` besides. To the specification the id of a signature is a hint that may be left out.
# Python passes over a signature with another id than the key's or an empty one, and raises KeyError where there is none;
# Go passes over one with another id, and takes an empty one or none. So a signature suits one of them only, unless the
# Python reader sets its key's id to "" or the envelope has the signature twice, under either id. Needs pip3 and Go 1.25.
# Fails where any of that is no longer so.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
PIP_ROOT_USER_ACTION=ignore pip3 install --quiet --target packages securesystemslib==1.6.0 cryptography==50.0.2

cat >look.py <<'PY'
import hashlib
import json
import subprocess
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from securesystemslib.dsse import Envelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import CryptoSigner, SSlibKey

private = Ed25519PrivateKey.generate()
key = SSlibKey.from_crypto(private.public_key())
Path("go/key.pem").write_bytes(private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
envelope = Envelope(b"{}", "application/vnd.example+json", {})
envelope.sign(CryptoSigner(private, key))


def ask_go(document):
    Path("go/envelope.json").write_text(json.dumps(document))
    return subprocess.run(["./look"], cwd="go", check=True, capture_output=True, text=True).stdout.split()


def judge(document):
    try:
        Envelope.from_dict(document).verify([key], threshold=1)
        return "verified"
    except (VerificationError, KeyError) as error:
        return type(error).__name__


def look(title, *ids):
    document = envelope.to_dict()
    sig = document["signatures"][0]["sig"]
    document["signatures"] = [{"sig": sig} if keyid is None else {"keyid": keyid, "sig": sig} for keyid in ids]
    # Go is asked first: Python takes the members out of what it reads.
    print(f"{title}: Go {ask_go(document)[1]}, Python {judge(document)}")


python_id, go_id = key.keyid, ask_go(envelope.to_dict())[0]
look("Python's id", python_id)
look("Go's id", go_id)
look("empty id", "")
look("no id", None)
look("twice, under either id", python_id, go_id)
key.keyid = ""
look("empty id, and Python told so", "")

members = {"keytype": "ed25519", "keyval": key.keyval, "scheme": "ed25519"}
for name, keyid, more in [
    ("Python", python_id, {}),
    ("Go", go_id, {"keyid_hash_algorithms": ["sha256", "sha512"]}),
]:
    text = json.dumps(members | more, sort_keys=True, separators=(",", ":"))
    print(f"{name}'s id is that of {', '.join(sorted(members | more))}: {hashlib.sha256(text.encode()).hexdigest() == keyid}")
PY

mkdir go
cat >go/go.mod <<'MOD'
module look

go 1.25.0

require github.com/secure-systems-lab/go-securesystemslib v0.11.1
MOD
cat >go/main.go <<'GO'
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"
	"github.com/secure-systems-lab/go-securesystemslib/signerverifier"
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func main() {
	key := must(signerverifier.LoadKey(must(os.ReadFile("key.pem"))))
	verifier := must(dsse.NewEnvelopeVerifier(must(signerverifier.NewED25519SignerVerifierFromSSLibKey(key))))
	var envelope dsse.Envelope
	if err := json.Unmarshal(must(os.ReadFile("envelope.json")), &envelope); err != nil {
		panic(err)
	}
	outcome := "verified"
	if _, err := verifier.Verify(context.Background(), &envelope); err != nil {
		outcome = "refused"
	}
	fmt.Println(key.KeyID, outcome)
}
GO
(cd go && go mod tidy && go build -o look .) 2>go.log || { cat go.log; exit 1; }

PYTHONPATH=packages python3 -W ignore look.py | tee seen.txt
diff - seen.txt <<'SEEN'
Python's id: Go refused, Python verified
Go's id: Go verified, Python VerificationError
empty id: Go verified, Python VerificationError
no id: Go verified, Python KeyError
twice, under either id: Go verified, Python verified
empty id, and Python told so: Go verified, Python verified
Python's id is that of keytype, keyval, scheme: True
Go's id is that of keyid_hash_algorithms, keytype, keyval, scheme: True
SEEN
echo "as described: one signature suits one of them only"
