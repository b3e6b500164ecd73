import type { ErrorCode } from "../../errors.ts";

/** One sentence that explains each error code, for the manual and docs/: no start loads them. */
export const ERROR_MEANINGS: Readonly<Record<ErrorCode, string>> = {
  invalid_request: "The command line, a variable or a request is wrong or contradicts itself.",
  invalid_key: "A key file, a public key or a master key is malformed, weak, or of the wrong kind.",
  target_exists: "The output file already exists.",
  package_changed: "The package changed while it was being hashed.",
  internal_error: "A bug in cloacina: please report it.",
  io_failed: "A file, a disk, a pipe or the terminal failed.",
  store_unavailable:
    "The store or the server does not exist, cannot be reached, or does not answer.",
  outcome_unknown:
    "It is unknown whether the change was made: the store or the disk failed before it confirmed.",
  signer_unavailable:
    "The SSH agent or Vault that holds the key cannot be reached, or sent an invalid reply.",
  file_not_found: "There is no such file.",
  key_not_found: "The store, the SSH agent or Vault has no such signing key.",
  trust_not_found: "The store has no such trusted key or trust grant.",
  token_not_found: "The store has no such API token.",
  minimum_not_found: "The store keeps no minimum version of that name.",
  wrong_passphrase: "The passphrase does not open the key.",
  wrong_master_key: "The master key does not open the keys of this store.",
  unauthorized: "There is no API token, or it is unknown, expired or revoked.",
  insufficient_permissions:
    "The token, the database role or the permissions of files do not allow it.",
  signer_refused: "The SSH agent or Vault that holds the key refuses to sign with it.",
  duplicate_name: "The organisation has a key of that name already.",
  trust_exists: "The organisation trusts that other organisation already.",
  signature_exists: "Another organisation has stored this signature already.",
  last_signature: "It is the last good signature of its package.",
  store_corrupt:
    "What the store, a file in it or an audit log holds is damaged, or not what it should be.",
  key_integrity: "A key's row is inconsistent: it may have been copied or changed.",
  package_tampered: "The package is not the one that was signed.",
  untrusted_signer: "The package is signed, but not by a key that is trusted.",
  invalid_signature: "The signature is not valid under the signer's key.",
  signature_not_found: "There is no signature for the package.",
  malformed_signature: "The signature file, or the seal, is not in the format.",
  signature_expired: "The signature is valid, but has expired.",
  key_revoked: "The key is revoked: it no longer signs, or is no longer trusted.",
  claim_mismatch: "The signed statement lacks a required claim, or there is no statement.",
  version_rolled_back: "The signed version is older than one that was accepted before.",
  audit_log_torn: "The audit log ends in an incomplete line.",
  audit_head_mismatch: "The audit log does not have the lines that were noted or sealed.",
  interrupted: "Ctrl-C, SIGTERM, or end of input at a prompt.",
};
