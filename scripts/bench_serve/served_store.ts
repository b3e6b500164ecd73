import { join } from "node:path";
import { sha256 } from "../../src/crypto/sha256.ts";
import type { OrgId } from "../../src/domain/ids.ts";
import { toPackageHash } from "../../src/domain/package_hash.ts";
import { localOperations } from "../../src/operations/local.ts";
import type { StoreLocation } from "../../src/store/location.ts";
import { openStore } from "../../src/store/open.ts";
import { localParts } from "../bench/local_parts.ts";
import type { Caller } from "./to_request.ts";

/** A store with a signing key, a token that may use it, and a stored signature to verify. */
export interface ServedStore {
  readonly title: string;
  readonly caller: Caller;
  readonly signedHash: string;
  readonly location: StoreLocation;
  readonly masterKey: Uint8Array<ArrayBuffer>;
}

/** Keys of the organisation, so that a list is not empty. The first one signs. */
const KEY_COUNT = 10;

/** Creates a store's tables and fills in what the load needs. */
export async function prepareStore(title: string, location: StoreLocation): Promise<ServedStore> {
  const masterKey = crypto.getRandomValues(new Uint8Array(32));
  const store = await openStore(location);
  try {
    await store.migrate();
    const filled = await fill(localOperations(localParts(store, masterKey, () => new Date())));
    return { title, location, masterKey, ...filled };
  } finally {
    await store.close();
  }
}

/** The environment of one server, with its own home folder and audit log. */
export function environmentIn(
  home: string,
  { location, masterKey }: ServedStore,
): Readonly<Record<string, string>> {
  return {
    DATABASE_URL: urlOf(location),
    CLOACINA_KEY_ENCRYPTION_KEY: masterKey.toBase64(),
    CLOACINA_HOME: home,
    CLOACINA_AUDIT_LOG: join(home, "audit.log"),
  };
}

async function fill({ keys, package: packages, tokens }: ReturnType<typeof localOperations>) {
  const orgId = crypto.randomUUID() as string as OrgId;
  const made = [];
  for (let number = 0; number < KEY_COUNT; number++) {
    made.push(await keys.generate({ orgId, name: `key-${number}`, trust: true }));
  }
  const keyId = made[0]!.id;
  const signedHash = toPackageHash(sha256(new TextEncoder().encode("a package")));
  const reference = { text: keyId, orgId };
  await packages.sign({ reference, hashes: [signedHash], store: true });
  const wish = { name: null, role: "sign", keyIds: null, expiresAt: null } as const;
  const { token } = await tokens.create({ orgId, ...wish });
  return { caller: { token, keyId, orgId }, signedHash };
}

function urlOf(location: StoreLocation): string {
  return location.kind === "postgres" ? location.url : `sqlite://${location.path}`;
}
