import { postgresBinaries } from "./postgres_binaries.ts";
import { folderOf, runAs, type ServerUser, writeAs } from "./server_user.ts";
import { exists } from "./exists.ts";

/** The superuser. Every character of its password that a URL must encode is in it. */
export const SUPERUSER = "postgres";
export const PASSWORD = "pä ss:/?#[]@!$&'()*+,;=%41";

/** How a server asks for a password (PostgreSQL, section 21.1). */
export type PasswordMethod = "scram-sha-256" | "md5" | "password" | "trust";

/**
 * The data of a server that was never started, of this user's, to be copied: to make it takes a second of a processor,
 * and every test file with a server needs it. It stays in the temporary directory.
 */
export async function postgresData(
  user: ServerUser | null,
  method: PasswordMethod,
): Promise<string> {
  const { initdb } = await postgresBinaries();
  const uid = user?.uid ?? Deno.uid();
  const place = await nameOf(initdb, uid ?? 0, method);
  if (!await exists(place)) {
    const fresh = await folderOf(user);
    await initialise(user, initdb, fresh, method);
    // Another test file may have been faster.
    await Deno.rename(fresh, place).catch(() => Deno.remove(fresh, { recursive: true }));
  }
  const { uid: owner } = await Deno.lstat(place);
  if (owner !== uid) throw new Error(`Cannot use ${place}: it belongs to another user`);
  return `${place}/data`;
}

/** One for each build of PostgreSQL, user and method. */
async function nameOf(initdb: string, uid: number, method: PasswordMethod): Promise<string> {
  const { stdout } = await new Deno.Command(initdb, { args: ["--version"] }).output();
  const version = new TextDecoder().decode(stdout).replace(/[^\w.]+/g, "-");
  const folder = Deno.env.get("TMPDIR") ?? "/tmp";
  return `${folder}/cloacina-postgres-data-${version}${uid}-${method}`;
}

async function initialise(
  user: ServerUser | null,
  initdb: string,
  folder: string,
  method: PasswordMethod,
): Promise<void> {
  await writeAs(user, `${folder}/password`, PASSWORD);
  await runAs(user, [
    ...[initdb, "--pgdata", `${folder}/data`, "--username", SUPERUSER],
    ...["--auth", method, "--pwfile", `${folder}/password`],
    ...["--encoding", "UTF8", "--locale", "C", "--no-sync"],
  ]);
}
