import { localOperations } from "../../src/operations/local.ts";
import type { OpenedOperations } from "../contracts/operations/opened_operations.ts";
import { DIRECTORY_STORES, openParts } from "../contracts/operations/opened_parts.ts";
import { operationsContract } from "../contracts/operations_contract.ts";
import { MASTER_KEY } from "./kit.ts";
import { soundOperations } from "./sound_operations.ts";

/** Operations on a real store in a directory of its own. */
async function open(openStore: Parameters<typeof openParts>[0]): Promise<OpenedOperations> {
  const { parts, takeEvents, close } = await openParts(openStore);
  const operations = soundOperations(localOperations(parts));
  return { operations, store: parts.store, masterKey: MASTER_KEY, takeEvents, close };
}

for (const [name, openStore] of Object.entries(DIRECTORY_STORES)) {
  operationsContract(`local ${name}`, () => open(openStore), { privateKeysTravel: true });
}
