/** The state of tables that a migration of ours has made. */
export const READY = {
  schema: "public",
  owner: "cloacina",
  isReady: true,
  hasApiTokens: true,
  problems: [],
} as const;
