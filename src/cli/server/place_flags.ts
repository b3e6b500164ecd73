import type { MasterKeyFlags } from "../store/store_flags.ts";
import type { RemoteFlags } from "./remote_flags.ts";

/** Where a command works. `key` is that of a command which may also sign with one outside the store. */
export type PlaceFlags = MasterKeyFlags & RemoteFlags & { readonly key?: string };

/** The flags that name a store or server. */
export const PLACES = ["apiUrl", "profile", "databaseUrl", "keyDir"] as const;

/** The flags that say how to reach a server. */
export const OF_SERVER = ["apiKey", "insecureHttp", "caCert", "retryFor"] as const;

/** The flags that say how to use a store. */
export const OF_STORE = ["dbSchema", "requirePrimary", "masterKey"] as const;
