import { runAs } from "../../testkit/server_user.ts";

/** A machine of its own as far as the network goes: a namespace with two cables. */
export interface Machine {
  readonly address: string;
  /** By a cable to nobody but this process. */
  readonly sideAddress: string;
  /** Begins the command line of what runs there. */
  readonly within: readonly string[];
  /** Takes out the cable to the others: no connection breaks, but nothing gets through. */
  readonly unplug: () => Promise<void>;
  readonly plugIn: () => Promise<void>;
}

/** Where this process itself is, for the machines. */
export const HUB = "10.0.0.254";

const BRIDGE = "machines";

/** Connects machines with each other and with this process, which is in a network of its own. */
export async function connectMachines(count: number): Promise<readonly Machine[]> {
  await ip("link", "add", BRIDGE, "type", "bridge");
  await ip("address", "add", `${HUB}/24`, "dev", BRIDGE);
  await ip("link", "set", BRIDGE, "up");
  return await Promise.all(Array.from({ length: count }, (_, at) => connectMachine(at + 1)));
}

async function connectMachine(number: number): Promise<Machine> {
  const pid = await startNamespace();
  const within = ["nsenter", `--net=/proc/${pid}/ns/net`];
  const cable = async (name: string, { near, far }: { near: readonly string[]; far: string }) => {
    const [own, peer] = [`${name}${number}`, `${name}0`];
    await ip("link", "add", own, "type", "veth", "peer", "name", peer, "netns", `${pid}`);
    await runAs(null, [...within, "ip", "address", "add", `${far}/24`, "dev", peer]);
    await runAs(null, [...within, "ip", "link", "set", peer, "up"]);
    await ip(...near, "dev", own);
    await ip("link", "set", own, "up");
    return own;
  };
  const [address, sideAddress] = [`10.0.0.${number}`, `10.0.${number}.1`];
  const main = await cable("main", { near: ["link", "set", "master", BRIDGE], far: address });
  await cable("side", { near: ["address", "add", `10.0.${number}.254/24`], far: sideAddress });
  return {
    ...{ address, sideAddress, within },
    unplug: () => ip("link", "set", main, "down"),
    plugIn: () => ip("link", "set", main, "up"),
  };
}

/** The process that keeps a namespace until this one ends, which closes its standard input. */
async function startNamespace(): Promise<number> {
  const args = ["--net", "sh", "-c", "ip link set lo up && echo && exec cat"];
  const streams = { stdin: "piped", stdout: "piped" } as const;
  const child = new Deno.Command("unshare", { args, ...streams }).spawn();
  child.unref();
  const { done } = await child.stdout.getReader().read();
  if (done) throw new Error("Cannot make a network namespace");
  return child.pid;
}

function ip(...args: readonly string[]): Promise<void> {
  return runAs(null, ["ip", ...args]);
}
