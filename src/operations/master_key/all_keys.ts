/** Asks a store for its signing keys of all organisations, including revoked ones. */
export const ALL_KEYS = { orgId: null, includeRevoked: true } as const;
