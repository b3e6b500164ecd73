import { CloacinaError } from "../../errors.ts";
import type { Signer } from "../../operations/signer.ts";
import type { CliContext } from "../context.ts";
import { parseServerUrl, requireSafeTransport } from "../server/api_url.ts";
import { readCertificates } from "../server/ca_certificates.ts";
import { requireNetwork } from "../server/require_network.ts";
import { retryLimit } from "../server/retry_limit.ts";
import type { SignerFlags } from "./signer_flags.ts";
import { parseVaultReference } from "./vault_reference.ts";
import { readVaultToken } from "./vault_token.ts";

type VaultLocation = Parameters<CliContext["openVaultKey"]>[0];

/** Opens the signer of a key in the transit engine of a Vault, and says which version of the key it is. */
export async function openVaultSigner(
  context: CliContext,
  selector: string,
  flags: SignerFlags,
): Promise<Signer> {
  const reference = parseVaultReference(selector);
  await requireNetwork(
    context,
    "connect to Vault",
    "give a key file, or use the build with a network",
  );
  const location = await toLocation(context, flags);
  const signer = await context.openVaultKey(location, reference);
  if (reference.version === null) {
    await context.terminal.note(
      `note: the latest version of the key is vault:${signer.name}, fingerprint ${signer.fingerprint}`,
    );
  }
  return signer;
}

async function toLocation(context: CliContext, flags: SignerFlags): Promise<VaultLocation> {
  const url = readAddress(context);
  const { env } = context;
  const caCertPath = env("VAULT_CACERT");
  return {
    url,
    token: await readVaultToken(context),
    namespace: readNamespace(context),
    caCert: caCertPath === undefined || caCertPath === ""
      ? null
      : await readCertificates(context, caCertPath),
    ...retryLimit(context, flags),
  };
}

function readAddress({ env }: CliContext): string {
  const source = "VAULT_ADDR";
  const text = env(source);
  if (text === undefined || text === "") {
    throw unusable(
      "VAULT_ADDR is not set",
      "set it to the address of the server, as https://vault.example.com:8200",
    );
  }
  const url = parseServerUrl(text.trim(), { source, tokenSetting: "VAULT_TOKEN" });
  requireSafeTransport(url, { source, hint: "use https" });
  return url;
}

/** As a header may hold it. */
function readNamespace({ env }: CliContext): string | null {
  const namespace = env("VAULT_NAMESPACE");
  if (namespace === undefined || namespace === "") return null;
  if (/^[\w./ -]{1,1024}$/.test(namespace)) return namespace;
  throw unusable("VAULT_NAMESPACE is not the path of a namespace", "write it as in team/branch");
}

function unusable(state: string, hint: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot connect to Vault: ${state}`, { hint });
}
