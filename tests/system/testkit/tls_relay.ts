import { freePort } from "../../testkit/free_port.ts";
import type { PostgresServer, ServerCertificate } from "../../testkit/postgres_server.ts";
import { atTheEnd, folderOf, runAs, serverUser, writeAs } from "../../testkit/server_user.ts";

/** Somebody between a client and its server, who reads what both send. It is gone when the test file is. */
export interface TlsRelay {
  readonly port: number;
}

/** Ends the TLS of clients with a certificate of its own, and speaks TLS with the server: by stunnel. */
export async function startTlsRelay(
  server: PostgresServer,
  { certificate, privateKey }: ServerCertificate,
): Promise<TlsRelay> {
  const user = await serverUser();
  const folder = await folderOf(user);
  const [port, inner] = [freePort(), freePort()];
  await writeAs(user, `${folder}/own.pem`, `${certificate}${privateKey}`);
  await writeAs(
    user,
    `${folder}/stunnel.conf`,
    configuration({ folder, port, inner }, server.port),
  );
  await runAs(user, ["/usr/bin/stunnel", `${folder}/stunnel.conf`]).catch((cause) => {
    throw new Error("Cannot run stunnel: install stunnel4", { cause });
  });
  atTheEnd(user, `kill -TERM $(cat ${folder}/pid); rm -rf ${folder}`);
  return { port };
}

interface Relay {
  readonly folder: string;
  readonly port: number;
  readonly inner: number;
}

function configuration({ folder, port, inner }: Relay, server: number): string {
  return `pid = ${folder}/pid
output = ${folder}/log
[outer]
accept = 127.0.0.1:${port}
connect = 127.0.0.1:${inner}
protocol = pgsql
cert = ${folder}/own.pem
[inner]
client = yes
accept = 127.0.0.1:${inner}
connect = 127.0.0.1:${server}
protocol = pgsql
`;
}
