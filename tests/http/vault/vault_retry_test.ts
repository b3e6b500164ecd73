import assert from "node:assert/strict";
import { openVaultSigner } from "../../../src/http/vault/vault_signer.ts";
import type { VaultLocation } from "../../../src/http/vault/vault_transport.ts";
import { signMessage } from "../../../src/operations/sign_message.ts";
import { readHead, withConnections } from "../hostile_server.ts";
import { type RecordedPatience, recordedPatience } from "../recorded_patience.ts";
import {
  assertFails,
  key,
  keyAnswer,
  signAnswer,
  VAULT_TOKEN,
  withLyingVault,
} from "./lying_vault.ts";

const RELEASE = { mount: "transit", name: "release", version: null };

const MESSAGE = new Uint8Array(32).fill(1);

const STATUS = "`vault status` shows the state of its node, and `vault operator unseal` unseals it";
const NOT_VAULT = "is VAULT_ADDR the address of Vault itself?";

/** What a Vault says that is sealed, without an active node, behind its cluster, or of its proxy's. */
const PASSING: readonly (readonly [status: number, says: string, hint: string])[] = [
  [412, "required index state not present", STATUS],
  [
    429,
    'request path "transit/sign/release": rate limit quota exceeded',
    "try again later, or have its quota raised",
  ],
  [500, "local node not active but active cluster node not found", STATUS],
  [502, "<html>", NOT_VAULT],
  [503, "Vault is sealed", STATUS],
  [504, "<html>", NOT_VAULT],
];

function refusal(status: number, says: string): Response {
  return says === "<html>"
    ? new Response(says, { status })
    : Response.json({ errors: [says] }, { status });
}

/** Opens the key and signs with it. */
async function sign(
  location: VaultLocation,
  { patience }: RecordedPatience = recordedPatience(),
): Promise<Uint8Array> {
  const signer = await openVaultSigner(location, RELEASE, patience);
  return await signMessage(signer, MESSAGE).finally(signer.close);
}

for (const [status, says, hint] of PASSING) {
  Deno.test(`a Vault that answers ${status} for a moment is asked the same again`, async () => {
    const [keys, signatures] = [[refusal(status, says)], [refusal(status, says)]];
    const said = {
      key: () => keys.pop() ?? keyAnswer(),
      sign: async (asked: Parameters<typeof signAnswer>[0]) =>
        signatures.pop() ?? await signAnswer(asked),
    };
    await withLyingVault(said, async (location, asked) => {
      const recorded = recordedPatience();
      assert.deepEqual(await sign(location, recorded), await key.sign(MESSAGE));
      assert.deepEqual(asked.map(({ method }) => method), ["GET", "GET", "POST", "POST"]);
      assert.deepEqual(asked[2]!.body, asked[3]!.body);
      assert.equal(recorded.pauses.length, 2);
    });
  });

  Deno.test(`a Vault that answers ${status} is asked four times, or for as long as that is wanted`, async () => {
    await withLyingVault({ sign: () => refusal(status, says) }, async (location, asked) => {
      const hasty = recordedPatience();
      const { message } = await assertFails("signer_unavailable", sign(location, hasty));
      assert.equal(asked.filter(({ method }) => method === "POST").length, 4);
      assert.deepEqual([hasty.pauses.length, hasty.notes], [3, []]);

      const patient = recordedPatience();
      const limit = { retryFor: 60_000, onRetry: patient.onRetry };
      const error = await assertFails(
        "signer_unavailable",
        sign({ ...location, ...limit }, patient),
      );
      assert.equal(error.hint, hint);
      assert.equal(error.message, `${message} (tried for 60 s)`);
      assert.deepEqual(patient.notes, [message]);
      assert.equal(Math.round(patient.pauses.reduce((sum, pause) => sum + pause, 0)), 60_000);
    });
  });
}

Deno.test("what Vault refuses is not asked again", async () => {
  for (const status of [307, 400, 403, 404, 405, 501]) {
    await withLyingVault({ sign: () => refusal(status, "no") }, async (location, asked) => {
      await sign(location).then(() => assert.fail(), () => {});
      assert.equal(asked.length, 2, `${status}`);
    });
  }
});

Deno.test("what fails for a batch is not asked for the batches behind it", async () => {
  for (const [status, tries] of [[403, 1], [503, 4]] as const) {
    await withLyingVault({ sign: () => refusal(status, "no") }, async (location, asked) => {
      const signer = await openVaultSigner(location, RELEASE, recordedPatience().patience);
      const all = Array.from({ length: 1000 }, () => signMessage(signer, MESSAGE));
      const settled = await Promise.allSettled(all);
      signer.close();
      assert.ok(settled.every(({ status }) => status === "rejected"));
      assert.equal(asked.filter(({ method }) => method === "POST").length, tries);
    });
  }
});

Deno.test("where a proxy breaks the first connections, Vault is asked over the next one", async () => {
  await withLyingVault({}, async (location, asked) => {
    const { hostname, port } = new URL(location.url);
    const relay = async (connection: Deno.TcpConn, count: number) => {
      if (count < 2) return void await readHead(connection);
      const vault = await Deno.connect({ hostname, port: Number(port) });
      await Promise.all([
        connection.readable.pipeTo(vault.writable),
        vault.readable.pipeTo(connection.writable),
      ]);
    };
    await withConnections(relay, async (url, count) => {
      const recorded = recordedPatience();
      assert.deepEqual(await sign({ ...location, url }, recorded), await key.sign(MESSAGE));
      assert.equal(asked.length, 2);
      assert.ok(count() >= 3);
    });
  });
});

Deno.test("where every connection breaks, Vault is given up after four tries", async () => {
  const hangUp = async (connection: Deno.TcpConn) => void await readHead(connection);
  await withConnections(hangUp, async (url, count) => {
    const location = { url, token: VAULT_TOKEN, namespace: null, caCert: null };
    const { message } = await assertFails("signer_unavailable", sign(location));
    assert.equal(message, `Cannot reach "${url}": the connection failed`);
    assert.equal(count(), 4);
  });
});
