/**
 * What statements run under: names of the system mean the system's, and nothing that others made. Where `pg_temp` is not
 * named it comes first, and a temporary table would hide one of the system's (PostgreSQL, section 5.9.3).
 */
export const SAFE_PATH = "set local search_path = pg_catalog, pg_temp";
