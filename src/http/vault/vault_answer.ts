/** An answer of Vault's. */
export interface VaultAnswer {
  readonly status: number;
  /** Undefined if it is not JSON. */
  readonly document: unknown;
}
