import type { LocalParts } from "../../operations/parts.ts";
import { namingReason, placeText, standbyWarning } from "../asked_place.ts";
import { storeAuditLog } from "../audit/audit_trail.ts";
import type { AbsentStore, CliContext } from "../context.ts";
import { hasPassword } from "./database_url.ts";
import { masterKeyOf } from "../secrets/master_key_source.ts";
import { requireNetwork } from "../server/require_network.ts";
import type { MasterKeyFlags } from "./store_flags.ts";
import { chooseStore, type ChosenStore } from "./store_location.ts";

/** Opens the store at a location; loads only the back end that it needs. */
export type OpenStore = (location: ChosenStore["location"]) => Promise<LocalParts["store"]>;

/** The flags that choose a store, what opens it, and whether it may be absent ("refused" by default). */
interface StoreChoice {
  readonly openStore: OpenStore;
  readonly flags: MasterKeyFlags;
  readonly absent?: AbsentStore | undefined;
}

/** Does work with the store that the flags choose, its master key and its audit log, then closes the store. */
export async function withLocalParts<Result>(
  context: CliContext,
  { openStore, flags, absent = "refused" }: StoreChoice,
  work: (parts: LocalParts, because: string) => Promise<Result>,
): Promise<Result> {
  const audit = context.auditTrail(storeAuditLog(context, flags));
  await warnOfPassword(context, flags);
  const chosen = await chooseStore(context, flags);
  await requireReach(context, chosen);
  const { location, because } = chosen;
  const mustExist = absent === "refused";
  return await namingReason(because, async () => {
    const store = await openStore(
      location.kind === "directory" ? { ...location, mustExist } : location,
    );
    await context.terminal.detail(`store: ${placeText({ location: store.location, because })}`);
    const { now, random, newId } = context;
    const masterKey = masterKeyOf(context, flags, store);
    const warn = (text: string) => context.terminal.tell(`warning: ${text}`);
    const parts = {
      ...{ store, masterKey: masterKey.source, keptSigners: null, now, random, newId, audit, warn },
      ...{ viewer: null, caller: null, lastSeen: null, guessed: null },
    };
    return await work(parts, because)
      .catch(masterKey.explain)
      .finally(() => closeStore(context, store));
  });
}

/** A verdict from a standby may be out of date. */
async function closeStore({ terminal }: CliContext, store: LocalParts["store"]): Promise<void> {
  if (store.standbyReads() > 0) {
    await terminal.tell(standbyWarning(store.location, "--require-primary"));
  }
  await store.close();
}

async function warnOfPassword(
  { terminal }: CliContext,
  { databaseUrl }: MasterKeyFlags,
): Promise<void> {
  if (databaseUrl === undefined || !hasPassword(databaseUrl)) return;
  await terminal.tell(
    "warning: other users of this machine can see the password in --database-url; " +
      "put the URL into DATABASE_URL, or into a file and give file:PATH",
  );
}

async function requireReach(
  context: CliContext,
  { location, because }: ChosenStore,
): Promise<void> {
  if (location.kind !== "postgres") return;
  await requireNetwork(
    context,
    `open the database of ${because}`,
    "use a key directory or SQLite: --key-dir DIR, or --database-url sqlite:///path",
  );
}
