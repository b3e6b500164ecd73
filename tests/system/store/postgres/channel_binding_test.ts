import { execute } from "../../../testkit/postgres_database.ts";
import { type PostgresServer, startPostgres } from "../../../testkit/postgres_server.ts";
import { serverUser, writeAs } from "../../../testkit/server_user.ts";
import { expectRefusal, withStore } from "../../../store/postgres/expect_error.ts";
import { makeAuthority } from "../../testkit/certificates.ts";
import { until } from "../../../testkit/until.ts";
import { startTlsRelay } from "../../testkit/tls_relay.ts";

const folder = await Deno.makeTempDir();
addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));

const authority = await makeAuthority(folder, "authority");
const server = await startPostgres(await authority.issue("IP:127.0.0.1"));
const relay = await startTlsRelay(server, await authority.issue("IP:127.0.0.1"));

const P256 = "ec -pkeyopt ec_paramgen_curve:P-256";
const P384 = "ec -pkeyopt ec_paramgen_curve:P-384";

/** How openssl makes a certificate, whose signature has a digest; PostgreSQL computes the digest by itself. */
const SIGNATURES = [
  `${P256} -sha256`,
  `${P256} -sha1`,
  `${P256} -sha512`,
  `${P384} -sha384`,
  "rsa:2048 -sha256",
  "rsa:2048 -sha1",
  "rsa:2048 -sha384",
  "rsa:2048 -sha512",
  "rsa:2048 -sha256 -sigopt rsa_padding_mode:pss",
  "rsa:2048 -sha512 -sigopt rsa_padding_mode:pss",
];

for (const signature of SIGNATURES) {
  Deno.test(`a login is bound to a certificate of openssl's ${signature}`, async () => {
    await present(server, signature);
    for (const search of ["channel_binding=require&sslmode=require", "sslmode=require", ""]) {
      await expectIn(server.url("postgres", { search }));
    }
  });
}

Deno.test("where a certificate's signature has no digest, the login is bound only if it need not be", async () => {
  await present(server, "ed25519");
  await expectIn(server.url("postgres", { search: "sslmode=require" }));
  await expectRefusal(
    { code: "store_unavailable", message: /the login cannot be bound to it, but channel_binding=/ },
    server.url("postgres", { search: "channel_binding=require&sslmode=require" }),
  );
});

Deno.test("who relays a login with a certificate of their own is found out, unless the URL declines", async () => {
  await present(server, `${P256} -sha256`);
  const url = (search: string) => server.url("postgres", { port: relay.port, search });
  for (const search of ["", "sslmode=require", "sslmode=require&channel_binding=require"]) {
    await expectRefusal(
      { code: "store_unavailable", message: /bound to another certificate than/ },
      url(search),
    );
  }
  await expectIn(url("sslmode=require&channel_binding=disable"));
});

/** Lets the server present another certificate, from its next connection on. */
async function present({ folder: place, url }: PostgresServer, signature: string): Promise<void> {
  const [key, certificate] = [`${folder}/new.key`, `${folder}/new.pem`];
  const args = `req -x509 -newkey ${signature} -noenc -subj /CN=server -days 30`.split(" ");
  const { success, stderr } = await new Deno.Command("openssl", {
    args: [...args, "-keyout", key, "-out", certificate],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  const user = await serverUser();
  await writeAs(user, `${place}/server.pem`, await Deno.readTextFile(certificate));
  await writeAs(user, `${place}/server.key`, await Deno.readTextFile(key));
  const loaded = async () =>
    (await execute(url("postgres"), "select pg_conf_load_time()::text as at"))[0]?.["at"];
  const before = await loaded();
  await execute(url("postgres"), "select pg_reload_conf()");
  await until(async () => await loaded() !== before);
}

async function expectIn(url: string): Promise<void> {
  await withStore(url, async (store) => void await store.schemaStatus());
}
