import { postgresBinaries } from "../../testkit/postgres_binaries.ts";
import { execute } from "../../testkit/postgres_database.ts";
import {
  atTheEnd,
  folderOf,
  runAs,
  type ServerUser,
  serverUser,
  writeAs,
} from "../../testkit/server_user.ts";
import { until } from "../../testkit/until.ts";
import { AS_ROOT } from "./as_root.ts";
import { connectMachines, HUB, type Machine } from "./machines.ts";
import { processTree } from "./process_tree.ts";

const PASSWORD = "cluster";
const NAMES = ["one", "two", "three"];

/** Those that everybody takes: on its machine, each has them for itself. */
const [PORT, API_PORT] = [5432, 8008];
const ETCD = `${HUB}:2379`;

/** Wants a server that takes changes, and asks the next one soon. */
const OF_PRIMARY = "?sslmode=disable&target_session_attrs=read-write&connect_timeout=3";

/** How long Patroni may take to elect, in milliseconds: on a loaded machine a minute and more. */
const DEADLINE = 150_000;

/** How long the cluster may take to be whole for the first time: three data directories are made. */
const START_DEADLINE = 300_000;

/**
 * Soon full, and enough for one node once a filler is gone: a server that crashed on a full disk makes more WAL while it
 * recovers.
 */
const DISK = "size=384m";

/** A PostgreSQL server of the cluster, and the Patroni that runs it. */
export interface Node {
  readonly name: string;
  readonly machine: Machine;
  /** A file system of its own. */
  readonly folder: string;
  readonly url: string;
  /** The same, for a client that still reaches it when it is cut off from the others. */
  readonly sideUrl: string;
  /** Where its Patroni answers. */
  readonly api: string;
}

/** Three PostgreSQL servers with synchronous replication, under Patroni with etcd, each on a machine of its own. */
export interface PatroniCluster {
  readonly nodes: readonly Node[];
  /** Names all three servers, and wants the one that takes changes. */
  readonly url: string;
  /** The primary, once there is one with a synchronous standby; or where one node is left out, any other. */
  readonly leader: (except?: Node) => Promise<Node>;
  /** Waits until all nodes run and have the same. A standby that is still being made may not survive the next change. */
  readonly whole: () => Promise<void>;
  readonly switchover: (from: Node) => Promise<void>;
  /** Ends PostgreSQL as a crash does; its Patroni goes on. */
  readonly crash: (node: Node) => Promise<void>;
  /** Stops a node with its Patroni and all its sessions, which stay connected. */
  readonly freeze: (node: Node) => Promise<void>;
  /** Resets a frozen node, as a watchdog does, until it is a standby. Let go on, it would take itself for the primary. */
  readonly reset: (node: Node) => Promise<void>;
  /** Waits until a node that was the primary is a standby. */
  readonly demoted: (node: Node) => Promise<void>;
  /** The same of one that is cut off from the others, once it has found that out. */
  readonly fenced: (node: Node) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Starts the cluster in a network of this process's own, which takes half a minute. It is gone when the process is. */
export async function startCluster(): Promise<PatroniCluster> {
  const user = await serverUser();
  const folder = await folderOf(user);
  const machines = await connectMachines(NAMES.length);
  const end = atTheEnd(null, endLine(folder));
  startEtcd(user, folder);
  const nodes = await Promise.all(
    NAMES.map((name, at) => startNode({ user, folder, machine: machines[at]!, name })),
  );
  const leader: PatroniCluster["leader"] = (except) =>
    until(() => findLeader(nodes, except), DEADLINE);
  const demoted: PatroniCluster["demoted"] = async (node) =>
    void await until(async () => await isStandby(node.url) === true, DEADLINE);
  const fenced: PatroniCluster["fenced"] = async ({ machine }) => {
    const url = urlOf(machine.sideAddress);
    await until(async () => await isStandby(url) === true, DEADLINE);
  };
  const whole = async (limit = DEADLINE) => void await until(() => isWhole(nodes[0]!), limit);
  await whole(START_DEADLINE);
  return {
    nodes,
    url: urlOf(machines.map(({ address }) => address).join(","), OF_PRIMARY),
    leader,
    whole: () => whole(),
    switchover: async (from) => void await until(() => switchOver(nodes, from), DEADLINE),
    crash: async (node) => Deno.kill(await postmasterOf(node), "SIGKILL"),
    freeze: async (node) => await signal(node, "SIGSTOP"),
    reset: async (node) => {
      await signal(node, "SIGKILL");
      startPatroni(user, node);
      await demoted(node);
    },
    demoted,
    fenced,
    close: end,
  };
}

function startEtcd(user: ServerUser | null, folder: string): void {
  const [client, own] = [`http://${ETCD}`, `http://${HUB}:2380`];
  startServer(folder, [
    ...asUser(user),
    ...["etcd", "--name", "etcd", "--data-dir", `${folder}/etcd`],
    ...["--listen-client-urls", client, "--advertise-client-urls", client],
    ...["--listen-peer-urls", own, "--initial-advertise-peer-urls", own],
    ...["--initial-cluster", `etcd=${own}`],
  ]);
}

async function startNode({ user, folder, machine, name }: {
  readonly user: ServerUser | null;
  readonly folder: string;
  readonly machine: Machine;
  readonly name: string;
}): Promise<Node> {
  const own = `${folder}/${name}`;
  const { address, sideAddress } = machine;
  await runAs(user, ["mkdir", own]);
  await runAs(null, [...AS_ROOT, "mount", "-t", "tmpfs", "-o", `${DISK},mode=1777`, "none", own]);
  await writeAs(user, settingsOf(own), await configuration({ name, own, address }));
  const node = {
    ...{ name, machine, folder: own },
    url: urlOf(address),
    sideUrl: urlOf(sideAddress, OF_PRIMARY),
    api: `http://${address}:${API_PORT}`,
  };
  startPatroni(user, node);
  return node;
}

function urlOf(hosts: string, search = ""): string {
  return `postgres://postgres:${PASSWORD}@${hosts}/postgres${search}`;
}

function startPatroni(user: ServerUser | null, { folder, machine }: Node): void {
  startServer(folder, [...machine.within, ...asUser(user), "patroni", settingsOf(folder)]);
}

function settingsOf(own: string): string {
  return `${own}.yml`;
}

const PID_FILE = "server.pid";

async function configuration({ name, own, address }: {
  readonly name: string;
  readonly own: string;
  readonly address: string;
}): Promise<string> {
  // Patroni wants more programs than have a link in the path.
  const { pgCtl } = await postgresBinaries();
  const programs = (await Deno.realPath(pgCtl)).replace("/pg_ctl", "");
  const login = (username: string) => ({ username, password: PASSWORD });
  const at = (port: number) => ({
    listen: `${address}:${port}`,
    connect_address: `${address}:${port}`,
  });
  // JSON is YAML.
  return JSON.stringify({
    scope: "cloacina",
    name,
    restapi: at(API_PORT),
    etcd3: { host: ETCD },
    bootstrap: {
      dcs: {
        ...{ ttl: 20, loop_wait: 2, retry_timeout: 5, primary_start_timeout: 10 },
        synchronous_mode: true,
        postgresql: { use_pg_rewind: true, parameters: { fsync: "off", max_connections: 60 } },
      },
      initdb: [{ encoding: "UTF8" }, { locale: "C" }, "data-checksums", { auth: "scram-sha-256" }],
    },
    postgresql: {
      ...at(PORT),
      listen: `*:${PORT}`,
      ...{ data_dir: `${own}/data`, bin_dir: programs, pgpass: `${own}/pass` },
      ...{ remove_data_directory_on_rewind_failure: true },
      authentication: { superuser: login("postgres"), replication: login("replicator") },
      pg_hba: [
        "host all all samenet scram-sha-256",
        "host replication replicator samenet scram-sha-256",
      ],
      parameters: {
        ...{ unix_socket_directories: own, shared_buffers: "16MB" },
        ...{ min_wal_size: "32MB", max_wal_size: "64MB" },
      },
    },
  });
}

/** In a session of its own, whose number is in a file. What it says goes nowhere: its log is of no use to a test. */
function startServer(home: string, [program, ...args]: readonly string[]): void {
  const streams = { stdin: "null", stdout: "null", stderr: "null" } as const;
  const env = { HOME: home, PATH: Deno.env.get("PATH") ?? "" };
  const options = { args, cwd: home, env, clearEnv: true, detached: true, ...streams };
  const child = new Deno.Command(program!, options).spawn();
  child.unref();
  Deno.writeTextFileSync(`${home}/${PID_FILE}`, String(child.pid));
}

/** Begins the command line of what refuses to be root. Only root enters a machine, so it cannot be said to Deno. */
function asUser(user: ServerUser | null): readonly string[] {
  if (user === null) return [];
  return ["setpriv", `--reuid=${user.uid}`, `--regid=${user.gid}`, "--clear-groups"];
}

/**
 * PostgreSQL has left the group of its Patroni. `kill` is the shell's own, and needs no root: the program of that name
 * takes no group.
 */
function endLine(folder: string): string {
  const root = AS_ROOT.join(" ");
  return `for one in ${folder}/${PID_FILE} ${folder}/*/${PID_FILE}; do ` +
    `kill -9 -$(cat $one); done; for one in ${folder}/*/data/postmaster.pid; do ` +
    `kill -9 $(head -n 1 $one); done; sleep 1; ` +
    `${root} umount -l ${folder}/one ${folder}/two ${folder}/three; ${root} rm -rf ${folder}`;
}

/** One that two of the three name, as one that was frozen still takes itself for the leader, and that takes changes. */
async function findLeader(nodes: readonly Node[], except?: Node): Promise<Node | null> {
  const asked = nodes.filter((node) => node !== except);
  const needsSync = except === undefined;
  const named = await Promise.all(
    asked.map((node) => leaderBy(node, needsSync).catch(() => null)),
  );
  const isNamed = ({ name }: Node) => named.filter((one) => one === name).length > 1;
  const node = asked.find(isNamed);
  if (node === undefined) return null;
  return await isStandby(node.url) === false ? node : null;
}

/**
 * Whether another node leads. Where Patroni has given up waiting, it answers with 503 that it does not know the outcome,
 * and the switchover may go on.
 */
async function switchOver(nodes: readonly Node[], { name, api }: Node): Promise<boolean> {
  const body = JSON.stringify({ leader: name });
  const asked = drained(fetch(`${api}/switchover`, { method: "POST", body }));
  if ((await asked.catch(() => null))?.ok) return true;
  const leader = await findLeader(nodes);
  return leader !== null && leader.name !== name;
}

/** Undefined where it does not answer. */
async function isStandby(url: string): Promise<unknown> {
  const asked = execute(url, "select pg_is_in_recovery() as standby");
  return (await asked.catch(() => []))[0]?.["standby"];
}

/** The leader of which a node knows; where it is needed, one with a synchronous standby. */
async function leaderBy({ api }: Node, needsSync: boolean): Promise<string | null> {
  const members = await membersBy(api);
  const running = (role: string) =>
    members.find((member) => member.role === role && member.state === "running")?.name;
  if (needsSync && running("sync_standby") === undefined) return null;
  return running("leader") ?? null;
}

/** All nodes run, both standbys have what the leader has, and one of them is synchronous. */
async function isWhole({ api }: Node): Promise<boolean> {
  const members = await membersBy(api).catch(() => []);
  const isReady = ({ role, state, lag }: Member) =>
    state === "running" && (role === "leader" || lag === 0);
  return members.length === 3 && members.every(isReady) &&
    ["leader", "sync_standby"].every((wanted) => members.some(({ role }) => role === wanted));
}

interface Member {
  readonly name: string;
  readonly role: string;
  readonly state: string;
  /** In bytes; of standbys. */
  readonly lag?: unknown;
}

async function membersBy(api: string): Promise<readonly Member[]> {
  const answer = await fetch(`${api}/cluster`, { signal: AbortSignal.timeout(2_000) });
  return (await answer.json()).members;
}

async function drained(answer: Promise<Response>): Promise<Response> {
  const response = await answer;
  await response.body?.cancel();
  return response;
}

async function postmasterOf({ folder }: Node): Promise<number> {
  return Number.parseInt(await Deno.readTextFile(`${folder}/data/postmaster.pid`));
}

async function signal(node: Node, name: Deno.Signal): Promise<void> {
  const patroni = Number(await Deno.readTextFile(`${node.folder}/${PID_FILE}`));
  const roots = [patroni, await postmasterOf(node)];
  for (const pid of await processTree(roots)) {
    try {
      Deno.kill(pid, name);
    } catch (error) {
      // It ended meanwhile.
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
}
