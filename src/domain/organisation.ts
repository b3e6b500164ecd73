import type { OrgId } from "./ids.ts";

/** An organisation that a store knows of, and how many active keys of its own it has there. */
export interface Organisation {
  readonly orgId: OrgId;
  readonly signingKeys: number;
  readonly trustedKeys: number;
}
