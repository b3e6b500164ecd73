import { shownReference } from "./shown_text.ts";

/** A key of Vault's transit engine. */
export interface VaultKeyReference {
  /** The path of the engine, without slashes at its ends. */
  readonly mount: string;
  readonly name: string;
  /** Null for the latest. */
  readonly version: number | null;
}

/** As messages name it: "vault:transit/release@3". */
export function shownVaultKey(reference: VaultKeyReference): string {
  return shownReference(`vault:${vaultKeyText(reference)}`);
}

/** As the audit log names it: "transit/release@3". */
export function vaultKeyText({ mount, name, version }: VaultKeyReference): string {
  return `${mount}/${name}${version === null ? "" : `@${version}`}`;
}
