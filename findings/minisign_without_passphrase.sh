#!/usr/bin/env bash
# Which programs sign with a key that has no passphrase, in the format of minisign. `-W` means different things: minisign
# leaves the key unencrypted, and rsign encrypts it with an empty passphrase, as Tauri's signer does without a password.
# rsign and Tauri sign with no unencrypted key, whatever they are told ("Key is not encrypted"). minisign signs with a key
# of rsign only after an empty line is typed: its own -W does not spare that. The library for Python signs with both if it
# is told to decrypt with an empty passphrase; the one for Go fails then on an unencrypted key, so that its caller has to
# know which of them it is. The comment calls both an encrypted key; only the two bytes behind "Ed" tell. Needs minisign,
# seen with 0.11 of Debian 12, npm, pip3, Go and Cargo. Fails where any of that is no longer so.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix . @tauri-apps/cli@2.12.5
PIP_ROOT_USER_ACTION=ignore pip3 install --quiet --target packages py-minisign==0.21.1
cargo install --quiet --locked --root . --target-dir target rsign2@0.6.7

cat >sign.py <<'PY'
import sys

import minisign

with open("text", "rb") as text, open("text.sig", "wb") as signature:
    key = minisign.SecretKey.from_file(sys.argv[1])
    if sys.argv[2:] == ["empty"]:
        key.decrypt("")
    signature.write(bytes(key.sign(text.read())))
PY

mkdir go
cat >go/go.mod <<'MOD'
module look

go 1.24

require aead.dev/minisign v0.3.0
MOD
cat >go/main.go <<'GO'
package main

import (
	"os"

	"aead.dev/minisign"
)

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func main() {
	content := must(os.ReadFile(os.Args[1]))
	var key minisign.PrivateKey
	if len(os.Args) > 2 {
		key = must(minisign.DecryptKey("", content))
	} else if err := key.UnmarshalText(content); err != nil {
		panic(err)
	}
	signature := minisign.Sign(key, must(os.ReadFile("text")))
	if err := os.WriteFile("text.sig", signature, 0o644); err != nil {
		panic(err)
	}
}
GO
(cd go && go mod tidy && go build -o ../sign-go .) 2>go.log || { cat go.log; exit 1; }

echo text >text
minisign -G -W -s minisign.key -p minisign.pub >/dev/null
bin/rsign generate -W -s rsign.key -p rsign.pub >/dev/null

tauri() {
  node_modules/.bin/tauri signer sign --private-key "$(base64 -w 0 "$1")" --password '' text || return
  base64 -d text.sig >plain.sig && mv plain.sig text.sig
}
# Runs without a terminal, so that a passphrase comes from standard input or not at all.
try() {
  local title=$1 key=$2 outcome
  shift 2
  rm -f text.sig
  if setsid -w "$@" >log 2>&1 && minisign -Vq -p "$key.pub" -m text -x text.sig; then
    outcome=signed
  else
    outcome=$(grep -o -m 1 'Key is not encrypted\|is encrypted\|decryption failed' log || echo failed)
  fi
  echo "  $title: $outcome"
}
export -f tauri

for key in minisign rsign; do
  echo "a key of $key -W, \"$(sed -n '1s/.*comment: //p' $key.key)\", $(sed -n 2p $key.key | base64 -d | xxd -p -s 2 -l 2)"
  try "minisign, an empty line" "$key" sh -c "echo | minisign -S -s $key.key -m text -x text.sig"
  try "minisign -W" "$key" sh -c "minisign -S -W -s $key.key -m text -x text.sig </dev/null"
  try "rsign -W" "$key" bin/rsign sign -W -s $key.key -x text.sig text
  try "Tauri, an empty password" "$key" bash -c "tauri $key.key"
  for tool in "Python:env PYTHONPATH=packages python3 sign.py" "Go:./sign-go"; do
    # shellcheck disable=SC2086
    try "${tool%%:*}" "$key" ${tool#*:} $key.key
    # shellcheck disable=SC2086
    try "${tool%%:*}, decrypted with an empty passphrase" "$key" ${tool#*:} $key.key empty
  done
done >seen.txt
cat seen.txt
diff - seen.txt <<'SEEN'
a key of minisign -W, "minisign encrypted secret key", 0000
  minisign, an empty line: signed
  minisign -W: signed
  rsign -W: Key is not encrypted
  Tauri, an empty password: Key is not encrypted
  Python: signed
  Python, decrypted with an empty passphrase: signed
  Go: signed
  Go, decrypted with an empty passphrase: decryption failed
a key of rsign -W, "rsign encrypted secret key", 5363
  minisign, an empty line: signed
  minisign -W: failed
  rsign -W: signed
  Tauri, an empty password: signed
  Python: is encrypted
  Python, decrypted with an empty passphrase: signed
  Go: is encrypted
  Go, decrypted with an empty passphrase: signed
SEEN
echo "as described: -W of rsign is not that of minisign"
