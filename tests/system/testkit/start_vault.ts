import { fileURLToPath } from "node:url";
import { readUntil, type VaultServer, vaultServer } from "./vault_server.ts";

const RUN = fileURLToPath(new URL("vault/run", import.meta.url));

/** Builds Vault, which takes minutes the first time: for tests that start it themselves, with a deadline. */
export async function buildVault(): Promise<void> {
  // With an empty input it ends at once.
  const { success } = await new Deno.Command(RUN, { stdin: "null", stdout: "null" }).output();
  if (!success) throw new Error("Cannot build Vault");
}

/** Calls `body` with a fresh Vault, which is gone afterwards. */
export async function withVault(body: (server: VaultServer) => Promise<void>): Promise<void> {
  const child = new Deno.Command(RUN, { stdin: "piped", stdout: "piped" }).spawn();
  const output = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  try {
    const { url, root_token: rootToken, unseal_key: unsealKey } = JSON.parse(
      await readUntil(output, "\n"),
    );
    await body(await vaultServer({ url, rootToken, unsealKey }));
  } finally {
    // It ends with its input.
    await child.stdin.close();
    await output.cancel();
    await child.status;
  }
}
