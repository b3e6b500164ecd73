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
  | {
    readonly kind: "directory";
    readonly path: string;
    /** Where there is none, everything but `migrate` and `schemaStatus` throws; else the first change makes it. */
    readonly mustExist?: boolean;
  };
