import { fileURLToPath } from "node:url";
import type { PageSetting } from "./run_page.ts";

const RUN_VAULT = new URL("../system/testkit/vault/run", import.meta.url);

/** A package, and in dist/ two more. */
export const PACKAGES = "mkdir dist; echo a > dist/a.cloacina; echo b > dist/b.cloacina; " +
  "for name in workflow.cloacina worker.cloacina pkg.cloacina; do echo BZh9$name > $name; done";
const RELEASE_KEY = "cloacina keys generate --name release --output ./release.pem > .made";
/** What would be typed at a terminal. */
const PASSPHRASE = "export CLOACINA_PASSPHRASE=hunter2 CLOACINA_NEW_PASSPHRASE=hunter3";
/** A Vault, which ends with this shell, and what the pages use of its command line. */
const VAULT = `mkfifo .input
  HOME='${Deno.env.get("HOME")}' '${fileURLToPath(RUN_VAULT)}' < .input > .vault & exec 9> .input
  while ! grep -q url .vault; do sleep 0.1; done
  told() { sed "s/.*\\"$1\\":\\"\\([^\\"]*\\)\\".*/\\1/; s/\\\\\\\\n/\\n/g"; }
  export VAULT_ADDR="$(told url < .vault)" VAULT_TOKEN="$(told root_token < .vault)"
  ask() { curl -sf -H "X-Vault-Token: $VAULT_TOKEN" "$VAULT_ADDR/v1/$@"; }
  vault() {
    case "$1 $2" in
      "secrets enable") ask "sys/mounts/$3" -d "{\\"type\\":\\"$3\\"}"; return ;;
      "read "*) ask "$3" | told "\${2#-field=}"; return ;;
      "write -f") shift ;;
    esac
    path=$2 body=
    shift 2
    for pair; do body="$body,\\"\${pair%%=*}\\":\\"\${pair#*=}\\""; done
    ask "$path" -d "{\${body#,}}" > .made
  }`;
/** The pages' database. */
export const POSTGRES = "postgres://cloacina@db.example/cloacina?sslmode=verify-full";

/** What each page with blocks of shell takes for granted. */
export const PAGES: Readonly<Record<string, PageSetting>> = {
  // These two are pasted on a machine that has a clone of the repository and no more, but what is downloaded. No release
  // is published, so no installer can be downloaded and run here: a script that does nothing stands for it, and shows no
  // more than that its line can be pasted. The installer itself is tried in tests/system/install/, with a release made there.
  "README.md": { prepare: "echo 'exit 0' > install.sh" },
  "CONTRIBUTING.md": { prepare: "mkdir .ci; printf '#!/bin/sh\n' > .ci/run; chmod 755 .ci/run" },
  "docs/getting-started.md": { prepare: PASSPHRASE },
  // A key in Vault signs on docs/signers.md; here a file stands for it.
  "docs/ci.md": {
    prepare: `${PACKAGES}; ${RELEASE_KEY}`,
    replace: { "vault:transit/release@1": "./release.pem" },
  },
  "docs/keys.md": {
    prepare: `${PACKAGES}; ${RELEASE_KEY}; ${PASSPHRASE}
      mkdir ~/.ssh; ssh-keygen -q -t ed25519 -N '' -f ~/.ssh/id_ed25519
      cloacina keys convert ed25519:11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo= --format pem \\
        --output partner.pub.pem > .made`,
  },
  "docs/air-gap.md": { prepare: `${PACKAGES}; ${PASSPHRASE}; mkdir usb; cp workflow.cloacina usb` },
  "docs/statements.md": { prepare: `${PACKAGES}; ${RELEASE_KEY}` },
  "docs/audit.md": { prepare: PACKAGES },
  "docs/operators.md": {
    prepare: `${PACKAGES}
      cloacina keys generate --name partner --output ./partner.pem > .made
      mkdir provider; echo '[package]' > provider/package.toml
      cp worker.cloacina from-partner.cloacina
      cloacina package sign ./from-partner.cloacina --key ./partner.pem > .made`,
  },
  "docs/releases.md": {
    prepare: `mkdir release; cd release; echo x > cloacina-x86_64-unknown-linux-gnu
      echo y > cloacina.bash; sha256sum cloacina* > SHA256SUMS; rm cloacina.bash; cd ..
      ${RELEASE_KEY}; mv release.pub.pem release-key.pub
      cloacina package sign ./release/SHA256SUMS --key ./release.pem > .made`,
  },
  // A release is downloaded: a page that says nothing stands for the one in it.
  "docs/verifier.md": {
    prepare: `echo '<p>' > cloacina-verify.html; ${RELEASE_KEY}; mv release.pub.pem release-key.pub
      cloacina package sign ./cloacina-verify.html --key ./release.pem > .made`,
  },
  // No engine, systemd or cluster is at hand: what only these would do is left out, and what cloacina does is done here.
  "docs/deploy.md": {
    prepare: `echo "sqlite://$PWD/store.db" > database-url; chmod 600 database-url
      command cloacina db migrate --database-url file:database-url > .made
      command cloacina master-key generate --output ./master.key 2> .made
      there() { while [ $# -gt 0 ] && [ "$1" != cloacina ]; do shift; done; [ $# = 0 ] || "$@"; }
      docker() { [ "$1 $2" != "compose exec" ] || there "$@"; }
      kubectl() { [ "$1" != exec ] || there "$@"; }
      sudo() { [ "$1" != cloacina ] || "$@"; }`,
    replace: {
      "file:/run/secrets/database-url": "file:./database-url",
      "file:/run/secrets/cloacina/database-url": "file:./database-url",
      "file:/etc/cloacina/database-url": "file:./database-url",
    },
  },
  // In the foreground, so that it ends with the page.
  "docs/signers.md": {
    prepare:
      `${PACKAGES}; ssh-agent -D -a "$PWD/.agent" > .made & export SSH_AUTH_SOCK="$PWD/.agent"
      while ! [ -S .agent ]; do sleep 0.1; done
      ${VAULT}`,
    replace: { "ssh-agent:SHA256:…": "ssh-agent:$(ssh-add -l | cut -d ' ' -f 2)" },
  },
  "docs/api.md": { prepare: PACKAGES },
};
