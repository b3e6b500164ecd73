import assert from "node:assert/strict";
import { join } from "node:path";
import { inFolder } from "../compile/in_folder.ts";
import { readCompose } from "../deploy/compose.ts";
import { podOf, readKubernetes } from "../deploy/kubernetes.ts";
import { freePort } from "../testkit/free_port.ts";
import { startPostgres } from "../testkit/postgres_server.ts";
import { until } from "../testkit/until.ts";
import {
  type ContainerStart,
  runContainer,
  type RunningContainer,
  startContainer,
} from "./container.ts";
import { buildImage, runAsRoot } from "./container_image.ts";
import { EXECUTABLES } from "./dist.ts";

const MASTER_KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const ORG = "7f3f6a52-0f0e-4d5c-9a39-0d6a4f1f2b11";

const parent = await Deno.makeTempDir({ prefix: "cloacina-image-" });
const image = await buildImage(parent, EXECUTABLES[0]!.path);
const postgres = await startPostgres();

/** All that containers are tried with: folders of theirs, and a port that is free. */
interface Bench {
  /** Where the address of Postgres stands under the name that the examples use. */
  readonly hosts: string;
  readonly port: number;
  /** Makes a folder of files of a user's. */
  readonly makeFolder: (name: string, files: Files) => Promise<string>;
}

interface Files {
  readonly owner: string;
  readonly content: Readonly<Record<string, string>>;
}

const SECRETS = {
  "database-url": postgres.url("postgres", { search: "sslmode=disable" })
    .replace("127.0.0.1", "postgres"),
  "master-key": MASTER_KEY,
};

function onBench(body: (bench: Bench) => Promise<void>): Promise<void> {
  return inFolder(async (folder) => {
    const hosts = join(folder, "hosts");
    await Deno.writeTextFile(hosts, "127.0.0.1 localhost postgres\n");
    const makeFolder: Bench["makeFolder"] = async (name, { owner, content }) => {
      const path = join(folder, name);
      await Deno.mkdir(path);
      for (const [file, text] of Object.entries(content)) {
        await Deno.writeTextFile(join(path, file), text, { mode: 0o600 });
      }
      await runAsRoot("chown", "-R", owner, path);
      return path;
    };
    try {
      await body({ hosts, port: freePort(), makeFolder });
    } finally {
      await runAsRoot("chown", "-R", String(Deno.uid()), folder);
    }
  });
}

/** What stands on a page for a port of every machine's, as it is here. */
function atPort(args: readonly string[], port: number): readonly string[] {
  return args.map((arg) => arg.replace(/:8080$/, `:${port}`));
}

async function untilListening(container: RunningContainer): Promise<void> {
  await until(() => container.said().includes("listening on http://0.0.0.0:"));
}

/** Runs the image's health check, and returns its exit code. */
async function healthOf({ port }: Bench): Promise<number> {
  const [program, ...args] = image.healthcheck;
  assert.deepEqual([program], image.entrypoint);
  const { code } = await runContainer(image, { args: atPort(args, port) });
  return code;
}

Deno.test("the image has the executable and the libraries that it loads, and no shell", async () => {
  const found = await runAsRoot("find", image.root, "-type", "f", "-printf", "%P %U %m\n");
  const files = found.trim().split("\n").filter((line) => !/^(proc|run)\//.test(line)).sort();
  const others = files.filter((line) => !/^(lib|lib64|usr\/lib)\/.*\.so\.\d+ 0 755$/.test(line));
  assert.deepEqual(others.filter((line) => !line.startsWith("etc/hosts ")), [
    "etc/nsswitch.conf 0 644",
    "usr/local/bin/cloacina 0 755",
  ]);
});

Deno.test("the image runs as a user that is a number and not root, who may write to one folder", async () => {
  assert.match(image.user, /^[1-9]\d*:[1-9]\d*$/);
  const [uid] = image.user.split(":");
  const found = await runAsRoot("find", image.root, "-uid", uid!, "-printf", "%P %m\n");
  assert.equal(found, "var/lib/cloacina 700\n");
});

Deno.test("with a read-only root and no folder but its volume, the demo's commands run in the image", () =>
  onBench(async ({ makeFolder }) => {
    const work = await makeFolder("work", { owner: image.user, content: { "a.cloacina": "a" } });
    const run = async (code: number, ...args: readonly string[]) => {
      const end = await runContainer(image, { args, mounts: { "/var/lib/cloacina": work } });
      assert.equal(end.code, code, end.stderr);
    };
    const at = (name: string) => `/var/lib/cloacina/${name}`;
    await run(0, "keys", "generate", "--name", "demo", "--output", at("k.pem"));
    await run(0, "package", "sign", at("a.cloacina"), "--key", at("k.pem"));
    await run(0, "package", "verify", at("a.cloacina"), "--trust-key", at("k.pub.pem"));
    await runAsRoot("sh", "-c", `echo b > ${work}/a.cloacina`);
    await run(10, "package", "verify", at("a.cloacina"), "--trust-key", at("k.pub.pem"));
    // Nothing can be written elsewhere.
    await run(4, "keys", "generate", "--name", "demo", "--output", "/k.pem");
    const made = await runAsRoot("ls", work);
    assert.deepEqual(made.trim().split("\n"), [
      "a.cloacina",
      "a.cloacina.sig",
      "k.pem",
      "k.pub.pem",
    ]);
  }));

Deno.test("compose.yaml: the tables are made, serve is healthy, a token is made beside it, and SIGTERM ends it", () =>
  onBench(async (bench) => {
    const { hosts, port, makeFolder } = bench;
    const { services } = await readCompose();
    const volume = await makeFolder("volume", { owner: image.user, content: {} });
    await runAsRoot("chmod", "700", volume);
    const secrets = await makeFolder("secrets", { owner: image.user, content: SECRETS });
    const mounts = { "/var/lib/cloacina": volume, "/run/secrets": secrets, "/etc/hosts": hosts };
    const run = async (args: readonly string[], env: ContainerStart["env"] = {}) => {
      const end = await runContainer(image, { args, mounts, env });
      assert.equal(end.code, 0, end.stderr);
      return end.stdout;
    };
    await run(services.migrate.command!);
    assert.equal(await healthOf(bench), 2);
    const serve = startContainer(image, { args: atPort(services.serve.command!, port), mounts });
    await untilListening(serve);
    assert.equal(await healthOf(bench), 0);

    const { token } = JSON.parse(
      await run([
        ...["tokens", "create", "--role", "admin", "--org", ORG, "--json"],
        ...["--database-url", "file:/run/secrets/database-url"],
      ]),
    );
    const client = {
      CLOACINA_API_KEY: token,
      CLOACINA_API_URL: `http://127.0.0.1:${port}`,
      CLOACINA_ORG: ORG,
    };
    await run(["keys", "generate", "--name", "k"], client);
    await run(["package", "sign", "--hash", "ab".repeat(32), "--key-id", "k", "--store"], client);

    await serve.stop();
    const { code, stderr } = await serve.ended;
    assert.equal(code, 0, stderr);
    const messages = stderr.trim().split("\n").map((line) => JSON.parse(line));
    assert.equal(messages.at(-1).message, "stopping");
    const left = await runAsRoot("find", volume, "-type", "f", "-printf", "%P %u %m\n");
    assert.match(left, /^audit\.log 65532 600\n$/);
  }));

Deno.test("deploy/kubernetes: the job makes the tables, and the pod is ready, alive and tells all in JSON", () =>
  onBench(async ({ hosts, port, makeFolder }) => {
    const { deployment, job } = await readKubernetes();
    const secrets = await makeFolder("secrets", { owner: "0:65532", content: SECRETS });
    await runAsRoot("sh", "-c", `cd ${secrets}; ${LAY_SECRETS}`);
    const toStart = ({ container }: ReturnType<typeof podOf>): ContainerStart => ({
      args: atPort(container.args!, port),
      env: Object.fromEntries(container.env!.map(({ name, value }) => [name, value!])),
      mounts: { [container.volumeMounts![0]!.mountPath]: secrets, "/etc/hosts": hosts },
    });
    const made = await runContainer(image, toStart(podOf(job)));
    assert.equal(made.code, 0, made.stderr);

    const pod = podOf(deployment);
    const serve = startContainer(image, toStart(pod));
    await untilListening(serve);
    for (const probe of [pod.container.readinessProbe!, pod.container.livenessProbe!]) {
      const answer = await fetch(`http://127.0.0.1:${port}${probe.httpGet!.path}`);
      await answer.body?.cancel();
      assert.equal(answer.status, 200);
    }
    await serve.stop();
    const { code, stderr } = await serve.ended;
    assert.equal(code, 0, stderr);
    const lines = stderr.trim().split("\n").map((line) => JSON.parse(line));
    assert.deepEqual(lines.filter(({ level }) => level === "WARN"), []);
    // The audit log goes there, too.
    assert.ok(lines.some(({ event_type }) => event_type === "api.started"), stderr);
  }));

/** Lays the files of a folder as kubelet lays a secret: links to those of its last change, for the group of the pod. */
const LAY_SECRETS = `set -e
mkdir ..2026_11_29
for name in *; do
  mv "$name" ..2026_11_29
  chmod 440 "..2026_11_29/$name"
  ln -s "..data/$name" "$name"
done
ln -s ..2026_11_29 ..data
chown -h -R 0:65532 .
chmod 3777 .`;

globalThis.addEventListener("unload", () => {
  const [program, ...args] = ["rm", "-rf", parent];
  new Deno.Command(program!, { args }).outputSync();
});
