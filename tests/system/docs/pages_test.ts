import assert from "node:assert/strict";
import { PACKAGES } from "../../docs/page_settings.ts";
import { pageTests } from "../../docs/page_tests.ts";
import { runPage } from "../../docs/run_page.ts";
import { type ShellBlock, shellBlocks } from "../../docs/shell_blocks.ts";
import { installOpenBao, withOpenBao } from "../testkit/start_openbao.ts";
import { buildVault } from "../testkit/start_vault.ts";

await buildVault();

pageTests("system");

const SIGNERS = new URL("../../../docs/signers.md", import.meta.url);

/** Not on the page, as it is nothing of Vault's: the organisation of a store trusts the key. */
const TRUSTED: ShellBlock = {
  line: 0,
  text: `export CLOACINA_ORG=7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11
cloacina keys export --key vault:transit/release@1 --output ./again.pub.pem
cloacina keys trust --import ./again.pub.pem --name release
cloacina package verify ./workflow.cloacina --signature ./vault.sig
`,
  output: null,
};

Deno.test("what docs/signers.md says of Vault works with OpenBao's own command line, once `bao` is typed", async () => {
  const page = await Deno.readTextFile(SIGNERS);
  const start = page.slice(0, page.indexOf("\n## A key in Vault\n")).split("\n").length;
  const blocks = shellBlocks(page).filter(({ line }) => line > start);
  assert.notEqual(blocks.length, 0);
  const program = await installOpenBao();
  await withOpenBao(async ({ ask, as, rootToken }) => {
    // The page mounts it.
    await ask("sys/mounts/transit", undefined, "DELETE");
    await runPage([...blocks, TRUSTED], {
      // The token is that of `bao login`, and in no variable.
      prepare: `${PACKAGES}
        vault() { '${program}' "$@"; }
        export VAULT_ADDR='${as(rootToken).url}'
        vault login -no-print '${rootToken}'
        [ "$(cat ~/.vault-token)" = '${rootToken}' ]`,
    });
  });
});
