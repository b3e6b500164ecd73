import assert from "node:assert/strict";
import { databaseServer, withDatabase } from "../testkit/postgres_database.ts";
import { type PageSetting, runPage } from "./run_page.ts";
import { shellBlocks } from "./shell_blocks.ts";

const ROOT = new URL("../../", import.meta.url);

/** A package, and in dist/ two more. */
const PACKAGES = "mkdir dist; echo a > dist/a.cloacina; echo b > dist/b.cloacina; " +
  "for name in libworkflow.so worker.so pkg.so; do echo $name > $name; done";
const RELEASE_KEY = "cloacina keys generate --name release --output ./release.pem > .made";
/** What would be typed at a terminal. */
const PASSPHRASE = "export CLOACINA_PASSPHRASE=hunter2 CLOACINA_NEW_PASSPHRASE=hunter3";
/** The pages' database. */
const POSTGRES = "postgres://cloacina@db.example/cloacina?sslmode=verify-full";

/** What each page with blocks of shell takes for granted. */
const PAGES: Readonly<Record<string, PageSetting>> = {
  "README.md": { prepare: PACKAGES },
  "CONTRIBUTING.md": { prepare: "mkdir .ci; printf '#!/bin/sh\n' > .ci/run; chmod 755 .ci/run" },
  "docs/getting-started.md": { prepare: `${PACKAGES}; ${PASSPHRASE}` },
  "docs/ci.md": { prepare: `${PACKAGES}; ${RELEASE_KEY}` },
  "docs/keys.md": {
    prepare: `${PACKAGES}; ${RELEASE_KEY}; ${PASSPHRASE}
      mkdir ~/.ssh; ssh-keygen -q -t ed25519 -N '' -f ~/.ssh/id_ed25519`,
  },
  "docs/air-gap.md": { prepare: `${PACKAGES}; ${PASSPHRASE}; mkdir usb; cp libworkflow.so usb` },
  "docs/audit.md": { prepare: PACKAGES },
  "docs/operators.md": {
    prepare: `${PACKAGES}
      cloacina keys generate --name partner --output ./partner.pem > .made
      cp worker.so from-partner.so
      cloacina package sign ./from-partner.so --key ./partner.pem > .made`,
  },
  "docs/api.md": { prepare: PACKAGES },
};

const pages = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"].concat(
  Array.from(Deno.readDirSync(new URL("docs", ROOT)), ({ name }) => `docs/${name}`).sort(),
);

for (const page of pages) {
  const blocks = shellBlocks(Deno.readTextFileSync(new URL(page, ROOT)));
  if (blocks.length === 0 && PAGES[page] === undefined) continue;

  Deno.test(`the commands of ${page} work, one after the other, and print what it shows`, async () => {
    const setting = PAGES[page];
    assert.ok(setting !== undefined, `${page} has no setting in this file`);
    assert.notEqual(blocks.length, 0, `${page} has no blocks of shell`);
    if (!blocks.some(({ text }) => text.includes(POSTGRES))) return await runPage(blocks, setting);
    await withDatabase(
      await databaseServer(),
      (url) => runPage(blocks, { ...setting, replace: { [POSTGRES]: url } }),
    );
  });
}
