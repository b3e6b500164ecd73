import type { VaultLocation } from "../../../src/http/vault/vault_transport.ts";

/** A real server with transit engines, mounted at `transit` and at `team/keys`: a Vault, or an OpenBao. */
export interface VaultServer {
  readonly rootToken: string;
  readonly unsealKey: string;
  /** Asks for `/v1/PATH` with the root token: a POST where there is a body. Throws where it is refused. */
  readonly ask: (path: string, body?: object, method?: string) => Promise<Answered>;
  /** What a client with a token needs. */
  readonly as: (token: string) => VaultLocation;
  /** A token that may do what a policy says, and lives for some time, such as "1h". */
  readonly tokenFor: (policy: string, lifetime?: string) => Promise<string>;
}

/** Where such a server is, unsealed, and what it was initialized with. */
export interface Unsealed {
  readonly url: string;
  readonly rootToken: string;
  readonly unsealKey: string;
}

/** A document of such a server's. */
// deno-lint-ignore no-explicit-any
export type Answered = any;

/** Mounts the engines of a server that was just unsealed. */
export async function vaultServer({ url, rootToken, unsealKey }: Unsealed): Promise<VaultServer> {
  const ask: VaultServer["ask"] = (path, body, method) =>
    askVault(`${url}/v1/${path}`, { token: rootToken, body, method });
  for (const mount of ["transit", "team/keys"]) {
    await ask(`sys/mounts/${mount}`, { type: "transit" });
  }
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

/** What is asked, and with which token. */
interface Asked {
  readonly token?: string;
  readonly body?: object | undefined;
  readonly method?: string | undefined;
}

/** Sends one request: a POST where there is a body. Null for an empty answer; throws where it is refused. */
export async function askVault(url: string, { token, body, method }: Asked): Promise<Answered> {
  const response = await fetch(url, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers: token === undefined ? {} : { "x-vault-token": token },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url}: ${response.status} ${text}`);
  return text === "" ? null : JSON.parse(text);
}

/** Reads what a process prints up to a text that it prints once it is ready. */
export async function readUntil(
  output: ReadableStreamDefaultReader<string>,
  ready: string,
): Promise<string> {
  let text = "";
  while (!text.includes(ready)) {
    const { value, done } = await output.read();
    if (done) throw new Error(`Cannot start the server: it ended, and said ${text}`);
    text += value;
  }
  return text;
}
