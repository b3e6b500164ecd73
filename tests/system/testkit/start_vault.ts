import { fileURLToPath } from "node:url";
import type { VaultLocation } from "../../../src/http/vault/vault_transport.ts";

/** A real Vault, whose transit engine is mounted at `transit` and at `team/keys`. */
export interface Vault {
  readonly rootToken: string;
  readonly unsealKey: string;
  /** Asks for `/v1/PATH` with the root token: a POST where there is a body. Throws where Vault refuses. */
  readonly ask: (path: string, body?: object, method?: string) => Promise<Answered>;
  /** What a client with a token needs. */
  readonly as: (token: string) => VaultLocation;
  /** A token that may do what a policy says, and lives for some time, such as "1h". */
  readonly tokenFor: (policy: string, lifetime?: string) => Promise<string>;
}

/** A document of Vault's. */
// deno-lint-ignore no-explicit-any
type Answered = any;

const RUN = fileURLToPath(new URL("vault/run", import.meta.url));

/** Builds Vault, which takes minutes the first time: for tests that start it themselves, with a deadline. */
export async function buildVault(): Promise<void> {
  // With an empty input it ends at once.
  const { success } = await new Deno.Command(RUN, { stdin: "null", stdout: "null" }).output();
  if (!success) throw new Error("Cannot build Vault");
}

/** Calls `body` with a fresh Vault, which is gone afterwards. */
export async function withVault(body: (vault: Vault) => Promise<void>): Promise<void> {
  const child = new Deno.Command(RUN, { stdin: "piped", stdout: "piped" }).spawn();
  const output = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  try {
    const vault = toVault(JSON.parse(await firstLine(output)));
    for (const mount of ["transit", "team/keys"]) {
      await vault.ask(`sys/mounts/${mount}`, { type: "transit" });
    }
    await body(vault);
  } finally {
    // It ends with its input.
    await child.stdin.close();
    await output.cancel();
    await child.status;
  }
}

function toVault({ url, root_token: rootToken, unseal_key: unsealKey }: Answered): Vault {
  const ask: Vault["ask"] = async (path, body, method = body === undefined ? "GET" : "POST") => {
    const response = await fetch(`${url}/v1/${path}`, {
      method,
      headers: { "x-vault-token": rootToken },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === "" ? null : JSON.parse(text);
  };
  return {
    rootToken,
    unsealKey,
    ask,
    as: (token) => ({ url, token, namespace: null, caCert: null }),
    tokenFor: async (policy, lifetime = "1h") => {
      const name = crypto.randomUUID();
      await ask(`sys/policies/acl/${name}`, { policy });
      const { auth } = await ask("auth/token/create", { policies: [name], ttl: lifetime });
      return auth.client_token;
    },
  };
}

async function firstLine(output: ReadableStreamDefaultReader<string>): Promise<string> {
  let text = "";
  while (!text.includes("\n")) {
    const { value, done } = await output.read();
    if (done) throw new Error(`Cannot start Vault: it ended, and said ${text}`);
    text += value;
  }
  return text;
}
