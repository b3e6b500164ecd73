/** Where a store is. */
export type StoreLocation =
  | { readonly kind: "postgres"; readonly url: string; readonly schema: string | null }
  | { readonly kind: "sqlite"; readonly path: string }
  | { readonly kind: "directory"; readonly path: string };
