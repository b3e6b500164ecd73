import { dirname, join } from "node:path";
import { AS_ROOT } from "../system/testkit/as_root.ts";
import { ROOT } from "./dist.ts";

/** An image that the Containerfile gave: its files, and how it says that it is to be run. */
export interface ContainerImage {
  /** The folder of its root, which belongs to root. */
  readonly root: string;
  /** `uid:gid` */
  readonly user: string;
  readonly env: readonly string[];
  readonly entrypoint: readonly string[];
  readonly healthcheck: readonly string[];
}

const NAME = "cloacina";

/** What the Containerfile runs, beside the libraries that an executable of Rust needs. */
const BASE_PROGRAMS = ["bash", "sh", "chmod", "cat", "grep", "install", "ldd"];

/**
 * Builds the project's Containerfile with buildah, which needs neither a daemon nor a network. In place of the base image
 * stand programs and libraries of this machine, of which the image keeps the libraries that the executable loads.
 */
export async function buildImage(folder: string, executable: string): Promise<ContainerImage> {
  const [context, base, root] = ["context", "base", "root"].map((name) => join(folder, name));
  await Deno.mkdir(join(context!, "dist"), { recursive: true });
  await Deno.copyFile(executable, join(context!, "dist/cloacina"));
  await layBase(base!, executable);
  const buildah = (...args: readonly string[]) =>
    runAsRoot("buildah", `--root=${folder}/store`, `--runroot=${folder}/run`, ...STORAGE, ...args);
  const container = (await buildah("from", "--quiet", "scratch")).trim();
  await buildah("add", "--quiet", container, base!, "/");
  await buildah("commit", "--quiet", container, "localhost/base");
  await buildah(
    ...["build", "--isolation=chroot", "--format=docker", "--pull=never", "--quiet"],
    ...["--build-arg=BASE=localhost/base", `--file=${ROOT}Containerfile`, `--tag=${NAME}`],
    ...[`--output=type=local,dest=${root}`, context!],
  );
  // What is a folder here is the root of the image.
  await runAsRoot("chmod", "755", root!);
  const { Docker } = JSON.parse(await buildah("inspect", "--type=image", NAME));
  const { User, Env, Entrypoint, Healthcheck } = Docker.config;
  const [kind, ...healthcheck] = Healthcheck.Test;
  if (kind !== "CMD") throw new Error("The health check needs a shell");
  return { root: root!, user: User, env: Env, entrypoint: Entrypoint, healthcheck };
}

const STORAGE = ["--storage-driver=vfs"];

/** Runs a program as root, and returns what it prints. Throws what it says where it fails. */
export async function runAsRoot(...words: readonly string[]): Promise<string> {
  const [program, ...args] = [...AS_ROOT, ...words];
  const { success, stdout, stderr } = await new Deno.Command(program!, { args }).output();
  const [printed, told] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  if (success) return printed!;
  throw new Error(`Cannot run ${words.join(" ")}: ${printed}${told}`);
}

/** Programs with the libraries that they load, and those of the executable, as they lie in Debian: /lib is in /usr. */
async function layBase(base: string, executable: string): Promise<void> {
  const lines = [
    `for program in ${BASE_PROGRAMS.join(" ")}; do command -v "$program"; done`,
    `for program in ${BASE_PROGRAMS.join(" ")}; do ldd "$(command -v "$program")"; done`,
    `ldd '${executable}'`,
  ];
  const args = ["-c", `(${lines.join("; ")}) 2> /dev/null | grep -o '/[^ ]*' | sort -u`];
  const { stdout } = await new Deno.Command("sh", { args }).output();
  for (const path of new TextDecoder().decode(stdout).trim().split("\n")) {
    if (path === executable) continue;
    const place = join(base, path.replace(/^\/(bin|lib|lib64)\//, "/usr/$1/"));
    await Deno.mkdir(dirname(place), { recursive: true });
    await Deno.copyFile(path, place);
  }
  for (const name of ["bin", "lib", "lib64"]) await Deno.symlink(`usr/${name}`, join(base, name));
}
