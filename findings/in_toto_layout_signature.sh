#!/usr/bin/env bash
# Which layouts, signed by in-toto for Python with Ed25519, in-toto for Go verifies. Python signs a layout in its
# traditional form over its canonical JSON. Go does not canonicalise what it read, but what it kept of it, and writes for
# each key the member `keyid_hash_algorithms`, `null` where there is none. The keys of securesystemslib for Python have no
# such member: so Go refuses every such layout with a key in it, and verifies it if that member was added before it was
# signed, even as `null`. The same layout in a DSSE envelope, of which the very bytes are signed, is verified as it is; so is
# a link, which has no keys. Needs pip3 and Go 1.25. Fails where any of that is no longer so.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
PIP_ROOT_USER_ACTION=ignore pip3 install --quiet --target packages \
  in-toto==3.1.0 securesystemslib==1.6.0 cryptography==50.0.2 2>pip.log || { cat pip.log; exit 1; }

cat >sign.py <<'PY'
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from in_toto.models.layout import Layout, Step
from in_toto.models.link import Link
from in_toto.models.metadata import Envelope, Metablock, Metadata
from securesystemslib.signer import CryptoSigner, SSlibKey

private = Ed25519PrivateKey.generate()
public = SSlibKey.from_crypto(private.public_key())
with open("key.pem", "wb") as file:
    file.write(private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))


def layout(more):
    key = {"keyid": public.keyid} | public.to_dict() | more
    step = Step(name="build", pubkeys=[public.keyid])
    return Layout(expires="2100-01-01T00:00:00Z", keys={public.keyid: key}, steps=[step])


for title, metadata in [
    ("traditional", Metablock(signed=layout({}))),
    ("traditional, null", Metablock(signed=layout({"keyid_hash_algorithms": None}))),
    ("traditional, no key", Metablock(signed=Layout(expires="2100-01-01T00:00:00Z"))),
    ("DSSE", Envelope.from_signable(layout({}))),
    ("link", Metablock(signed=Link(name="build"))),
]:
    metadata.create_signature(CryptoSigner(private, public))
    metadata.dump(title)
    Metadata.load(title).verify_signature({"keyid": public.keyid} | public.to_dict())
    print(title, public.keyid, sep="\t")
PY

mkdir go
cat >go/go.mod <<'MOD'
module look

go 1.25.0

require github.com/in-toto/in-toto-golang v0.11.0
MOD
cat >go/main.go <<'GO'
package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"github.com/in-toto/in-toto-golang/in_toto"
)

func main() {
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		title, keyid, _ := strings.Cut(lines.Text(), "\t")
		var key in_toto.Key
		if err := key.LoadKeyDefaults("key.pem"); err != nil {
			panic(err)
		}
		// Go makes another id of the same key. Python's is the one that the signature has.
		key.KeyID = keyid
		metadata, err := in_toto.LoadMetadata(title)
		if err != nil {
			panic(err)
		}
		outcome := "verified"
		if err := metadata.VerifySignature(key); err != nil {
			outcome = err.Error()
		}
		fmt.Printf("%s: %s\n", title, outcome)
	}
}
GO
(cd go && go mod tidy && go build -o ../look .) 2>go.log || { cat go.log; exit 1; }

PYTHONPATH=packages python3 -W ignore sign.py >signed.txt
./look <signed.txt | tee seen.txt
diff - seen.txt <<'SEEN'
traditional: failed to verify signature
traditional, null: verified
traditional, no key: verified
DSSE: verified
link: verified
SEEN
echo "as described: Go signs and verifies more members of a key than Python writes"
