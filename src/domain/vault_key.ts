/** A key of Vault's transit engine. */
export interface VaultKeyReference {
  /** The path of the engine, without slashes at its ends. */
  readonly mount: string;
  readonly name: string;
  /** Null for the latest. */
  readonly version: number | null;
}

/** As `--key` takes it, and messages and the audit log name it: "transit/release@3". */
export function vaultKeyText({ mount, name, version }: VaultKeyReference): string {
  return `${mount}/${name}${version === null ? "" : `@${version}`}`;
}
