#!/usr/bin/env bash
# What gpg-agent does as an SSH agent where OpenSSH's own goes on. ssh-add hands over a key and the certificate beside
# it. Both agents answer with success, so that it says "Certificate added" of either. OpenSSH's then lists both and signs
# with both; gpg-agent lists the key alone and refuses the certificate, and `ssh-keygen -Y sign` with it fails. A request
# to sign with an Ed25519 key may also carry the flags that choose a hash for RSA: OpenSSH's agent ignores them,
# gpg-agent refuses. Needs the packages gnupg and openssh-client, seen with 2.2.40 and 9.2p1 of Debian 12. Fails where
# any of that is no longer so.
set -euo pipefail

work=$(mktemp -d)
clean_up() {
  [ -z "${SSH_AGENT_PID:-}" ] || kill "$SSH_AGENT_PID" 2>/dev/null || true
  GNUPGHOME="$work/gnupg" gpgconf --kill gpg-agent 2>/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT
cd "$work"

ssh-keygen -q -t ed25519 -N '' -C key -f key
ssh-keygen -q -t ed25519 -N '' -C authority -f authority
ssh-keygen -q -s authority -I certificate -n someone key.pub
echo text >text

# Asks for a signature by the first key that the agent lists, once for each flag, and prints the type of each reply.
cat >ask.py <<'PY'
import os
import socket
import struct

LIST, SIGN = b"\x0b", b"\x0d"
REPLIES = {5: "refused", 14: "signed"}


def string(content):
    return struct.pack(">I", len(content)) + content


def ask(message):
    with socket.socket(socket.AF_UNIX) as agent:
        agent.connect(os.environ["SSH_AUTH_SOCK"])
        agent.sendall(string(message))
        stream = agent.makefile("rb")
        return stream.read(struct.unpack(">I", stream.read(4))[0])


identities = ask(LIST)
key = identities[9:9 + struct.unpack(">I", identities[5:9])[0]]
for title, flags in [("no flag", 0), ("SHA-256 for RSA", 2), ("SHA-512 for RSA", 4)]:
    reply = ask(SIGN + string(key) + string(b"text") + struct.pack(">I", flags))
    print(f"{title}: {REPLIES[reply[0]]}")
PY

look() {
  echo "$1"
  ssh-add key 2>&1 | grep -o 'Certificate added'
  ssh-add -l | grep -o '([A-Z0-9-]*)$'
  # The private key must not be found beside the certificate.
  mkdir "$1" && cp key-cert.pub "$1/key-cert.pub"
  if ssh-keygen -q -Y sign -n file -f "$1/key-cert.pub" <text 2>error >/dev/null; then
    echo "ssh-keygen with the certificate: signed"
  else
    echo "ssh-keygen with the certificate: $(grep -m 1 -o 'agent refused operation' error)"
  fi
  python3 ask.py
}

ssh -V 2>&1 | cut -d, -f1
gpg-agent --version | head -n 1
{
  eval "$(ssh-agent -s -a "$work/openssh.sock")" >/dev/null
  look openssh

  # gpg-agent asks for a passphrase by which to keep the key: this gives an empty one.
  cat >pinentry <<'PINENTRY'
#!/bin/sh
echo OK
while read -r command rest; do
  [ "$command" != GETPIN ] || echo "D "
  echo OK
  [ "$command" != BYE ] || exit 0
done
PINENTRY
  chmod +x pinentry
  mkdir -m 700 gnupg
  export GNUPGHOME="$work/gnupg"
  echo "pinentry-program $work/pinentry" >gnupg/gpg-agent.conf
  gpg-agent --quiet --daemon --enable-ssh-support >/dev/null
  SSH_AUTH_SOCK=$(gpgconf --list-dirs agent-ssh-socket)
  export SSH_AUTH_SOCK
  look gpg-agent
} >seen.txt
cat seen.txt
diff - seen.txt <<'SEEN'
openssh
Certificate added
(ED25519)
(ED25519-CERT)
ssh-keygen with the certificate: signed
no flag: signed
SHA-256 for RSA: signed
SHA-512 for RSA: signed
gpg-agent
Certificate added
(ED25519)
ssh-keygen with the certificate: agent refused operation
no flag: signed
SHA-256 for RSA: refused
SHA-512 for RSA: refused
SEEN
echo "as described: gpg-agent takes a certificate and leaves it out"
