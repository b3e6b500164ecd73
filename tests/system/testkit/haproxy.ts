import { freePort } from "../../testkit/free_port.ts";
import { until } from "../../testkit/until.ts";

/** A running HAProxy. */
export interface HaProxy {
  /** By which its clients reach it. */
  readonly url: string;
  /** What its check of the server came to, such as `L7OK`, and the server's status, such as `UP`. */
  readonly verdict: () => Promise<{ readonly check: string; readonly status: string }>;
}

/**
 * Calls `body` with an HAProxy before one server, whose health it checks with `GET /health` as it does by default: by
 * HTTP/1.0, without a host. `rules` are lines for its frontend.
 */
export async function withHaProxy(
  server: string,
  body: (proxy: HaProxy) => Promise<void>,
  rules: readonly string[] = [],
): Promise<void> {
  const port = freePort();
  const file = await Deno.makeTempFile({ prefix: "cloacina-test-", suffix: ".cfg" });
  await Deno.writeTextFile(file, configuration(port, new URL(server).host, rules));
  const child = new Deno.Command("/usr/sbin/haproxy", {
    args: ["-db", "-q", "-f", file],
    stdout: "null",
    stderr: "inherit",
  }).spawn();
  const url = `http://127.0.0.1:${port}`;
  try {
    await body({ url, verdict: () => until(() => checked(url)) });
  } finally {
    child.kill("SIGTERM");
    await child.status;
    await Deno.remove(file);
  }
}

function configuration(port: number, server: string, rules: readonly string[]): string {
  return `defaults
  mode http
  timeout connect 5s
  timeout client 30s
  timeout server 30s
  timeout check 30s
frontend api
  bind 127.0.0.1:${port}
  stats enable
  stats uri /stats
${rules.map((rule) => `  ${rule}\n`).join("")}  default_backend servers
backend servers
  option httpchk GET /health
  server one ${server} check inter 2s fall 3 rise 1
`;
}

/** The line of the server in the table that HAProxy shows; null until it has checked. */
async function checked(url: string) {
  const text = await fetch(`${url}/stats;csv`).then((answer) => answer.text(), () => "");
  const [head = "", ...rows] = text.split("\n").map((line) => line.split(","));
  const row = rows.find(([backend, name]) => backend === "servers" && name === "one");
  const value = (name: string) => row?.[(head as readonly string[]).indexOf(name)] ?? "";
  const [check, status] = [value("check_status"), value("status")];
  return /^L\d/.test(check) ? { check, status } : null;
}
