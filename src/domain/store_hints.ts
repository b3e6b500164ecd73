/** The hint of a database in which some of what `db migrate` creates is missing. */
export const MIGRATE_ALL = "`cloacina db migrate` creates what is missing";

/** The hint where the role lacks privileges. */
export const GRANT_IT = "use another role, or grant this one the privileges";
