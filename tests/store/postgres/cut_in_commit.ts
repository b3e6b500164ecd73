import { execute, withSession } from "../../testkit/postgres_database.ts";

/** A commit that adds or changes signing keys waits for a lock first. */
const COMMIT_THAT_WAITS = `
  create function wait_for_lock() returns trigger language plpgsql as
    'begin perform pg_advisory_xact_lock(1); return null; end';
  create constraint trigger wait_at_commit after insert or update on signing_keys
    deferrable initially deferred for each row execute function wait_for_lock();`;

const WAITING = "select pid from pg_locks where locktype = 'advisory' and not granted and " +
  "database = (select oid from pg_database where datname = current_database())";

/** Runs a change of signing keys, whose connection the server ends during the commit. */
export async function cutInCommit<Result>(
  url: string,
  change: () => Promise<Result>,
): Promise<Result> {
  await execute(url, COMMIT_THAT_WAITS);
  return await withSession(url, async (session) => {
    await session`select pg_advisory_lock(1)`;
    const changing = change();
    while ((await session.unsafe(WAITING)).length === 0);
    await session.unsafe(`select pg_terminate_backend(pid) from (${WAITING}) as waiting`);
    return await changing;
  });
}
