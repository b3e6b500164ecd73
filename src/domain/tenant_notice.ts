/** The warning about a schema in which the engine's server does not look, unless it was started for this one. */
export const TENANT_NOTICE =
  "the schema in use may be a tenant's, as another schema of the database has the engine's tables too: the engine's " +
  "server looks only in the schema of its own DATABASE_URL";
