import { quoted } from "../../domain/quoted.ts";
import { NOT_SHOWN, shownReference } from "../../domain/shown_text.ts";
import type { VaultKeyReference } from "../../domain/vault_key.ts";
import { CloacinaError } from "../../errors.ts";

/** A segment of a path that means the same escaped or not. */
const SEGMENT = /^(?!\.{1,2}$)[\w.-]{1,128}$/;

/** Vault counts from 1. */
const VERSION = /^[1-9]\d{0,8}$/;

/**
 * Reads what follows `vault:`, as in `transit/release@3`: the last segment is the key, all before it the path where
 * the engine is mounted. Throws `invalid_request`.
 */
export function parseVaultReference(text: string): VaultKeyReference {
  const [path, version, ...more] = text.split("@");
  const segments = path!.split("/");
  const name = segments.pop()!;
  const state = segments.length === 0
    ? "it does not say where the transit engine is mounted"
    : ![...segments, name].every((segment) => SEGMENT.test(segment))
    ? "its path has other characters than letters, digits, _, - and ., or is empty in part"
    : more.length > 0 || version !== undefined && !VERSION.test(version)
    ? "its version is not a number from 1 on"
    : null;
  if (state !== null) throw unusable(text, state);
  return {
    mount: segments.join("/"),
    name,
    version: version === undefined ? null : Number(version),
  };
}

function unusable(text: string, state: string): CloacinaError {
  // What has other characters may be a passphrase.
  const key = /^[\w./@-]*$/.test(text) ? quoted(shownReference(`vault:${text}`)) : NOT_SHOWN;
  return new CloacinaError("invalid_request", `Cannot open the key ${key}: ${state}`, {
    hint: "write vault:MOUNT/KEY or vault:MOUNT/KEY@VERSION, as in vault:transit/release@3",
  });
}
