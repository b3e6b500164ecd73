import { AS_ROOT } from "../system/testkit/as_root.ts";
import { processTree } from "../system/testkit/process_tree.ts";
import { type ContainerImage, runAsRoot } from "./container_image.ts";

/** How an image is run: what an engine is told by its command line or a file. */
export interface ContainerStart {
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Folders and files of this machine by where they are mounted. */
  readonly mounts?: Readonly<Record<string, string>>;
}

/** What is left of a container that has ended. */
export interface ContainerEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A container that runs. */
export interface RunningContainer {
  /** What it has said so far on standard error. */
  readonly said: () => string;
  /** Sends SIGTERM to its first process, as engines do. */
  readonly stop: () => Promise<void>;
  readonly ended: Promise<ContainerEnd>;
}

/**
 * Becomes the container: its first process, in namespaces of its own but for the network. The root is read-only, and
 * nothing of the machine is in it but what is mounted.
 */
const ENTER = `set -e
root=$1 user=$2
shift 2
mount --bind "$root" "$root"
while [ "$1" != -- ]; do
  if [ -d "$1" ]; then mkdir -p "$root$2"; else : >> "$root$2"; fi
  mount --bind "$1" "$root$2"
  shift 2
done
mkdir -p "$root/proc"
mount -t proc proc "$root/proc"
mount -o remount,bind,ro "$root"
shift
cd /
exec setpriv --no-new-privs --clear-groups chroot --userspec="$user" "$root" "$@"`;

/** Starts a container of an image. */
export function startContainer(image: ContainerImage, start: ContainerStart): RunningContainer {
  const { root, user, entrypoint } = image;
  const mounts = Object.entries(start.mounts ?? {}).flatMap(([place, folder]) => [folder, place]);
  return launch(image, start, [root, user, ...mounts, "--", ...entrypoint, ...start.args]);
}

/** Runs a container to its end. */
export async function runContainer(
  image: ContainerImage,
  start: ContainerStart,
): Promise<ContainerEnd> {
  return await startContainer(image, start).ended;
}

function launch(
  { env }: ContainerImage,
  start: ContainerStart,
  words: readonly string[],
): RunningContainer {
  const given = Object.entries(start.env ?? {}).map(([name, value]) => `${name}=${value}`);
  const [program, ...args] = [
    ...[...AS_ROOT, "env", "-i", ...env, ...given],
    ...["/usr/bin/unshare", "--mount", "--pid", "--ipc", "--uts", "--fork", "--kill-child"],
    ...["/bin/sh", "-c", ENTER, "sh", ...words],
  ];
  const child = new Deno.Command(program!, {
    args,
    ...{ stdin: "null", stdout: "piped", stderr: "piped" },
  }).spawn();
  let said = "";
  const collect = async () => {
    for await (const chunk of child.stderr.pipeThrough(new TextDecoderStream())) said += chunk;
  };
  const ended = Promise.all([child.status, new Response(child.stdout).text(), collect()])
    .then(([{ code }, stdout]) => ({ code, stdout, stderr: said }));
  const stop = async () => {
    const first = (await processTree([child.pid])).at(-1)!;
    await runAsRoot("kill", "-TERM", String(first));
  };
  return { said: () => said, stop, ended };
}
