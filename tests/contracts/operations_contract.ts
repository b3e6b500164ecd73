import { copiedKeyContract, copiedPrivateKeyContract } from "./operations/copied_key_contract.ts";
import { keyReferenceContract } from "./operations/key_reference_contract.ts";
import { keyContract } from "./operations/key_contract.ts";
import { keyRevocationContract } from "./operations/key_revocation_contract.ts";
import { minimumContract } from "./operations/minimum_contract.ts";
import { type OpenedOperations, registerFor } from "./operations/opened_operations.ts";
import { orgContract } from "./operations/org_contract.ts";
import { preflightContract } from "./operations/preflight_contract.ts";
import {
  privateKeysStayContract,
  privateKeysTravelContract,
} from "./operations/private_key_contract.ts";
import { signContract } from "./operations/sign_contract.ts";
import { severalRowsContract } from "./operations/several_rows_contract.ts";
import { signatureContract } from "./operations/signature_contract.ts";
import { statementContract } from "./operations/statement_contract.ts";
import { storedStatementContract } from "./operations/stored_statement_contract.ts";
import { tokenContract } from "./operations/token_contract.ts";
import { trustedKeyContract } from "./operations/trusted_key_contract.ts";
import { trustRevocationContract } from "./operations/trust_revocation_contract.ts";
import { verifyContract } from "./operations/verify_contract.ts";

/** In what implementations differ: private keys never leave or enter a server. */
export interface OperationsFeatures {
  readonly privateKeysTravel: boolean;
}

/**
 * Registers the tests that every implementation of `src/operations/operations.ts` passes: here in a store, or over HTTP
 * on a server. `open` is called once a test.
 */
export function operationsContract(
  name: string,
  open: () => Promise<OpenedOperations>,
  { privateKeysTravel }: OperationsFeatures,
): void {
  const test = registerFor(name, open);
  keyContract(test);
  keyReferenceContract(test);
  keyRevocationContract(test);
  copiedKeyContract(test);
  if (privateKeysTravel) copiedPrivateKeyContract(test);
  if (privateKeysTravel) privateKeysTravelContract(test);
  else privateKeysStayContract(test);
  trustedKeyContract(test);
  trustRevocationContract(test);
  orgContract(test);
  signContract(test);
  verifyContract(test);
  statementContract(test);
  storedStatementContract(test);
  minimumContract(test);
  preflightContract(test);
  signatureContract(test);
  severalRowsContract(test);
  tokenContract(test);
}
