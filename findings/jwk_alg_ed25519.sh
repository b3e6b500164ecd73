#!/usr/bin/env bash
# What becomes of an Ed25519 key that Web Crypto exports as a JWK. Node puts "alg": "Ed25519" into it, the name of RFC
# 9864; Deno 2.9.6 puts no `alg`, and neither does node:crypto for the same key. Python's PyJWT 2.15.1 refuses Node's, as
# it knows no such algorithm, though without that member it reads the key and signs with it as "EdDSA". joserfc 1.8.0
# reads Node's and then signs as "Ed25519" only, which PyJWT does not know; without that member, as either. So both sign
# with the key under one name only where `alg` is left out. Needs pip3. Fails where any of that is no longer so.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
npm install --silent --no-audit --no-fund --prefix . deno@2.9.6 node@24.21.0
PIP_ROOT_USER_ACTION=ignore pip3 install --quiet --target packages pyjwt==2.15.1 joserfc==1.8.0 cryptography==50.0.2

cat >export.mjs <<'JS'
import { KeyObject } from "node:crypto";
import { writeFileSync } from "node:fs";

const { privateKey } = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
const program = globalThis.Deno ? "Deno" : "Node";
writeFileSync(`${program}.jwk`, JSON.stringify(await crypto.subtle.exportKey("jwk", privateKey)));
if (program === "Node") {
  writeFileSync("node:crypto.jwk", JSON.stringify(KeyObject.from(privateKey).export({ format: "jwk" })));
}
JS

cat >look.py <<'PY'
import json
from pathlib import Path

import jwt
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey


def by_pyjwt(members, alg):
    return jwt.encode({}, jwt.PyJWK(members), algorithm=alg)


def by_joserfc(members, alg):
    return jws.serialize_compact({"alg": alg}, b"{}", OKPKey.import_key(members), algorithms=[alg])


def attempt(sign, members, alg):
    try:
        sign(members, alg)
        return "signed"
    except (jwt.PyJWTError, NotImplementedError, JoseError) as error:
        return type(error).__name__


for name in ("Node", "node:crypto", "Deno"):
    members = json.loads(Path(f"{name}.jwk").read_text())
    print(f"{name}: alg {members.get('alg')}")
    for title, sign in [("PyJWT", by_pyjwt), ("joserfc", by_joserfc)]:
        print(f"  {title}: " + ", ".join(f"{alg} {attempt(sign, members, alg)}" for alg in ("EdDSA", "Ed25519")))
PY

./node_modules/.bin/node export.mjs
DENO_NO_UPDATE_CHECK=1 ./node_modules/.bin/deno run --quiet --no-prompt --allow-write export.mjs
PYTHONPATH=packages python3 -W ignore look.py | tee seen.txt
diff - seen.txt <<'SEEN'
Node: alg Ed25519
  PyJWT: EdDSA PyJWKError, Ed25519 PyJWKError
  joserfc: EdDSA UnsupportedKeyAlgorithmError, Ed25519 signed
node:crypto: alg None
  PyJWT: EdDSA signed, Ed25519 NotImplementedError
  joserfc: EdDSA signed, Ed25519 signed
Deno: alg None
  PyJWT: EdDSA signed, Ed25519 NotImplementedError
  joserfc: EdDSA signed, Ed25519 signed
SEEN
echo "as described: the two have no name in common for the key that Node exports"
