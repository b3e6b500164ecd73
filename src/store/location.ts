/** Where a store is. */
export type StoreLocation =
  | {
    readonly kind: "postgres";
    readonly url: string;
    readonly schema: string | null;
    /** Whether a standby is refused, which may be behind its primary. */
    readonly requirePrimary?: boolean;
  }
  | { readonly kind: "sqlite"; readonly path: string }
  | { readonly kind: "directory"; readonly path: string };
