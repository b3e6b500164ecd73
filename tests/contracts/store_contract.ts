import { apiTokenContract } from "./store/api_token_contract.ts";
import { concurrencyContract } from "./store/concurrency_contract.ts";
import { faultContract } from "./store/fault_contract.ts";
import { grantContract } from "./store/grant_contract.ts";
import { holdContract } from "./store/hold_contract.ts";
import { listingContract } from "./store/listing_contract.ts";
import {
  masterKeyFileContract,
  noMasterKeyFileContract,
} from "./store/master_key_file_contract.ts";
import { type OpenedStore, registerFor } from "./store/opened_store.ts";
import { minimumVersionContract } from "./store/minimum_version_contract.ts";
import { recordContract } from "./store/record_contract.ts";
import { schemaContract } from "./store/schema_contract.ts";
import { signatureContract } from "./store/signature_contract.ts";
import { signingKeyContract } from "./store/signing_key_contract.ts";
import { statementContract } from "./store/statement_contract.ts";
import { storingContract } from "./store/storing_contract.ts";
import { transactionContract } from "./store/transaction_contract.ts";
import { trustedKeyContract } from "./store/trusted_key_contract.ts";
import { walkContract } from "./store/walk_contract.ts";

/** In what the back ends differ. Without a word of it: tables of our own, and no master key file. */
export interface StoreFeatures {
  readonly hasMasterKeyFile?: boolean;
  /** It sorts times as text: any text that looks like a time is a place in a list, and asks for nothing. */
  readonly hasTimesAsText?: boolean;
  readonly owner?: "cloacina" | "engine";
  /** The schema that has the tables, where it has schemas. */
  readonly schema?: string;
}

/**
 * Registers the tests that every back end passes: one for each sentence of `src/store/store.ts`. `open` makes a store
 * that is ready to use and empty; it is called once a test.
 */
export function storeContract(
  name: string,
  open: () => Promise<OpenedStore>,
  { hasMasterKeyFile = false, hasTimesAsText = false, owner = "cloacina", ...named }:
    StoreFeatures = {},
): void {
  const test = registerFor(name, open);
  recordContract(test);
  signingKeyContract(test);
  trustedKeyContract(test);
  grantContract(test);
  signatureContract(test);
  storingContract(test);
  statementContract(test);
  minimumVersionContract(test);
  apiTokenContract(test);
  listingContract(test, hasTimesAsText);
  walkContract(test);
  transactionContract(test);
  concurrencyContract(test);
  holdContract(test);
  faultContract(test);
  if (hasMasterKeyFile) masterKeyFileContract(test);
  else noMasterKeyFileContract(test);
  schemaContract(test, { owner, ...named });
}
