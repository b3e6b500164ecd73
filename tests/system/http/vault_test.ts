import assert from "node:assert/strict";
import type { PackageHash } from "../../../src/domain/package_hash.ts";
import type { VaultKeyReference } from "../../../src/domain/vault_key.ts";
import { openVaultSigner } from "../../../src/http/vault/vault_signer.ts";
import type { VaultLocation } from "../../../src/http/vault/vault_transport.ts";
import { judgeStatement } from "../../../src/operations/package/judge_statement.ts";
import { signStating } from "../../../src/operations/package/sign.ts";
import { signMessage } from "../../../src/operations/sign_message.ts";
import { recordedPatience } from "../../http/recorded_patience.ts";
import { assertFails } from "../../http/vault/lying_vault.ts";
import { makeAuthority } from "../testkit/certificates.ts";
import { withOpenBao } from "../testkit/start_openbao.ts";
import { withVault } from "../testkit/start_vault.ts";
import type { VaultServer } from "../testkit/vault_server.ts";

const MESSAGE = new Uint8Array(32).fill(1);

const PAGE = Deno.readTextFileSync(new URL("../../../docs/signers.md", import.meta.url));

/** The policy on that page: the least that signing with `transit/release` needs. */
const LEAST = /^```hcl\n(.*?)```/ms.exec(PAGE)![1]!;

type Trial = readonly [name: string, body: (vault: VaultServer) => Promise<void>];

/** What is tried in turn with one server, since each takes a second to start. */
const TRIALS: readonly Trial[] = [
  ["a key signs, for a token that may do no more than docs/signers.md says", async (vault) => {
    await sign(vault.as(await vault.tokenFor(LEAST)), release());
  }],
  ["a statement is signed by the same key, for the same token", async (vault) => {
    const signer = await openVaultSigner(vault.as(await vault.tokenFor(LEAST)), release());
    const hash = MESSAGE.toHex() as PackageHash;
    const terms = {
      claims: { version: "1.2.0" },
      expires: new Date("2200-01-31"),
      predicate: null,
    };
    const signature = await signStating(signer, { hash, terms }, () => new Date())
      .finally(signer.close);
    const requirements = [{ claim: "version", value: ">=1 <2" }];
    const statement = await judgeStatement({ name: "p", hash }, {
      signature,
      publicKey: { bytes: signer.publicKey },
      demands: { requirements, isRequired: true, at: null },
      now: new Date(),
    });
    assert.equal(statement?.claims["version"], "1.2.0");
    assert.equal(statement?.expires?.toISOString(), "2200-01-31T00:00:00.000Z");
  }],
  ["each of the two parts of that policy is needed", async (vault) => {
    const [mayRead, mayUpdate] = LEAST.trim().split("\n");
    const reader = vault.as(await vault.tokenFor(mayRead!));
    const { message } = await assertFails("signer_refused", sign(reader, release()));
    assert.match(
      message,
      /^Cannot sign with the key vault:transit\/release@1: Vault says .*denied/,
    );
    const updater = vault.as(await vault.tokenFor(mayUpdate!));
    await assertFails("signer_refused", openVaultSigner(updater, release()));
  }],
  ["a token that is unknown, or was revoked meanwhile, is refused", async (vault) => {
    const unknown = vault.as("hvs.CANARY");
    const { message, hint } = await assertFails("signer_refused", sign(unknown, release()));
    assert.match(message, /^Cannot open the key vault:transit\/release: Vault says/);
    assert.match(hint!, /^the token is unknown or has expired/);
    const token = await vault.tokenFor(LEAST);
    const signer = await openVaultSigner(vault.as(token), release());
    await vault.ask("auth/token/revoke", { token });
    await assertFails("signer_refused", signMessage(signer, MESSAGE));
    signer.close();
  }],
  ["a token that has expired is refused", async (vault) => {
    const token = await vault.tokenFor(LEAST, "1s");
    const isThere = () => vault.ask("auth/token/lookup", { token }).then(() => true, () => false);
    while (await isThere()) await new Promise((resolve) => setTimeout(resolve, 100));
    await assertFails("signer_refused", openVaultSigner(vault.as(token), release()));
  }],
  ["a rotation meanwhile does not change who signs, and a version can be named", async (vault) => {
    const root = vault.as(vault.rootToken);
    await vault.ask("transit/keys/rotated", { type: "ed25519" });
    const first = await openVaultSigner(root, release("rotated"));
    await vault.ask("transit/keys/rotated/rotate", {});
    await signMessage(first, MESSAGE);
    const [named, latest] = await Promise.all([
      openVaultSigner(root, release("rotated", 1)),
      openVaultSigner(root, release("rotated")),
    ]);
    assert.equal(named.fingerprint, first.fingerprint);
    assert.equal(latest.name, "transit/rotated@2");
    assert.notEqual(latest.fingerprint, first.fingerprint);

    await vault.ask("transit/keys/rotated/config", { min_encryption_version: 2 });
    // The answer has status 200, and an error in the place of the signature.
    await assertFails("signer_refused", signMessage(named, MESSAGE));
    await assertFails("signer_refused", openVaultSigner(root, release("rotated", 1)));
    await vault.ask("transit/keys/rotated/config", { min_decryption_version: 2 });
    await assertFails("key_not_found", openVaultSigner(root, release("rotated", 1)));
    const { hint } = await assertFails(
      "key_not_found",
      openVaultSigner(root, release("rotated", 9)),
    );
    assert.equal(hint, "it has version 2");
    for (const signer of [first, named, latest]) signer.close();
  }],
  ["a key that is deleted meanwhile signs no more", async (vault) => {
    const root = vault.as(vault.rootToken);
    await vault.ask("transit/keys/gone", { type: "ed25519" });
    const signer = await openVaultSigner(root, release("gone"));
    await vault.ask("transit/keys/gone/config", { deletion_allowed: true });
    await vault.ask("transit/keys/gone", undefined, "DELETE");
    await assertFails("signer_refused", signMessage(signer, MESSAGE));
    await assertFails("key_not_found", openVaultSigner(root, release("gone")));
    signer.close();
  }],
  ["keys of other types, and derived ones, are refused by name", async (vault) => {
    const root = vault.as(vault.rootToken);
    await vault.ask("transit/keys/rsa", { type: "rsa-2048" });
    await vault.ask("transit/keys/aes", { type: "aes256-gcm96" });
    await vault.ask("transit/keys/derived", { type: "ed25519", derived: true });
    for (const name of ["rsa", "aes"]) {
      const { message } = await assertFails("invalid_key", openVaultSigner(root, release(name)));
      assert.match(message, /it is no Ed25519 key$/);
    }
    const derived = openVaultSigner(root, release("derived"));
    const { message } = await assertFails("invalid_key", derived);
    assert.match(message, /it is derived anew for each context$/);
  }],
  ["a mount may have slashes, and must be one", async (vault) => {
    const root = vault.as(vault.rootToken);
    await vault.ask("team/keys/keys/release", { type: "ed25519" });
    await sign(root, { ...release(), mount: "team/keys" });
    for (const mount of ["team", "nothing/there", "sys"]) {
      const { code } = await openVaultSigner(root, { ...release(), mount })
        .then(() => assert.fail(), (error) => error);
      assert.ok(["key_not_found", "signer_refused"].includes(code), `${mount}: ${code}`);
    }
  }],
  ["a thousand messages are signed together", async (vault) => {
    const signer = await openVaultSigner(vault.as(vault.rootToken), release());
    const all = Array.from({ length: 1000 }, (_, index) => new TextEncoder().encode(`${index}`));
    const signatures = await Promise.all(all.map((message) => signMessage(signer, message)));
    assert.equal(signatures.length, 1000);
    signer.close();
  }],
  ["over TLS, an authority of one's own is trusted for VAULT_CACERT alone", async (vault) => {
    const root = vault.as(vault.rootToken);
    await withTls(root.url, async (url, caCert) => {
      await sign({ ...root, url, caCert }, release());
      const { message, hint } = await assertFails(
        "signer_unavailable",
        sign({ ...root, url }, release()),
      );
      assert.match(message, /its certificate is not signed by a trusted authority$/);
      assert.equal(
        hint,
        "this may not be the server you meant; if it uses a private CA, get that CA's certificate from the operator, and name it with VAULT_CACERT",
      );
    });
  }],
  ["a sealed Vault is unavailable, and waited for if it is unsealed meanwhile", async (vault) => {
    const root = vault.as(vault.rootToken);
    await vault.ask("sys/seal", {});
    const { patience, pauses } = recordedPatience();
    const { message, hint } = await assertFails(
      "signer_unavailable",
      openVaultSigner(root, release(), patience),
    );
    assert.match(message, /Vault says Vault is sealed$/);
    assert.match(hint!, /`vault operator unseal` unseals it$/);
    assert.equal(pauses.length, 3);

    const unseal = () => vault.ask("sys/unseal", { key: vault.unsealKey });
    const opening = recordedPatience(unseal);
    const signer = await openVaultSigner(root, release(), opening.patience);
    assert.equal(opening.pauses.length, 1);
    await vault.ask("sys/seal", {});
    await signMessage(signer, MESSAGE);
    assert.equal(opening.pauses.length, 2);
    signer.close();
  }],
];

function release(name = "release", version: number | null = null): VaultKeyReference {
  return { mount: "transit", name, version };
}

/** The fingerprint of the key of that name in a namespace. */
async function fingerprintIn(location: VaultLocation, namespace: string | null): Promise<string> {
  const signer = await openVaultSigner({ ...location, namespace }, release());
  signer.close();
  return signer.fingerprint;
}

/** Opens a key and signs with it; the signature is verified. */
async function sign(location: VaultLocation, reference: VaultKeyReference): Promise<void> {
  const signer = await openVaultSigner(location, reference);
  await signMessage(signer, MESSAGE).finally(signer.close);
}

/** Calls `body` with the URL of a relay that speaks TLS, and its authority. */
async function withTls(
  target: string,
  body: (url: string, caCert: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "cloacina-vault-" });
  try {
    const authority = await makeAuthority(folder, "authority");
    const { certificate: cert, privateKey: key } = await authority.issue("IP:127.0.0.1");
    const options = { hostname: "127.0.0.1", port: 0, cert, key, onListen: () => {} };
    await using relay = Deno.serve(options, async (request) => {
      const { pathname } = new URL(request.url);
      const { method, headers } = request;
      const sent = method === "GET" ? {} : { body: await request.bytes() };
      const token = { "x-vault-token": headers.get("x-vault-token")! };
      return await fetch(`${target}${pathname}`, { method, headers: token, ...sent });
    });
    await body(`https://127.0.0.1:${relay.addr.port}`, await Deno.readTextFile(authority.file));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** What differs: the community edition of Vault ignores a namespace, and OpenBao has some. */
const NAMESPACES: Readonly<Record<"Vault" | "OpenBao", Trial>> = {
  Vault: ["a namespace is ignored, so that the key is that of none", async (vault) => {
    const root = vault.as(vault.rootToken);
    assert.equal(await fingerprintIn(root, "branch"), await fingerprintIn(root, null));
  }],
  OpenBao: [
    "a namespace has keys of its own, and one that is not there is refused",
    async (vault) => {
      const root = vault.as(vault.rootToken);
      const { message, hint } = await assertFails("key_not_found", fingerprintIn(root, "branch"));
      assert.match(message, /Vault says namespace not found$/);
      assert.match(hint!, /^check VAULT_NAMESPACE; /);
      await vault.ask("sys/namespaces/branch", {});
      await vault.ask("branch/sys/mounts/transit", { type: "transit" });
      await vault.ask("branch/transit/keys/release", { type: "ed25519" });
      await sign({ ...root, namespace: "branch" }, release());
      assert.notEqual(await fingerprintIn(root, "branch"), await fingerprintIn(root, null));
    },
  ],
};

for (const [name, withServer] of [["Vault", withVault], ["OpenBao", withOpenBao]] as const) {
  Deno.test(`a key in a real ${name}`, async (context) => {
    await withServer(async (vault) => {
      await vault.ask("transit/keys/release", { type: "ed25519" });
      for (const [what, body] of [...TRIALS, NAMESPACES[name]]) {
        await context.step(what, () => body(vault));
      }
    });
  });
}
