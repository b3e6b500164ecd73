import { execute } from "../../testkit/postgres_database.ts";

/** The table in which the engine's migration runner, diesel 2.2, keeps what it ran, as it creates it. */
const CREATE_RECORD = `create table if not exists __diesel_schema_migrations (
  version varchar(50) primary key not null,
  run_on timestamp not null default current_timestamp)`;

/**
 * The engine's migrations (0.10.0) as far as they concern us: those of the signing tables, in the columns that are
 * used, one before them, one between them and one after them.
 */
const MIGRATIONS: Readonly<Record<string, string>> = {
  "001": "create table contexts (id uuid primary key default gen_random_uuid())",
  "010": `
    create table signing_keys (
      id uuid primary key default gen_random_uuid(), org_id uuid not null, key_name varchar(255) not null,
      encrypted_private_key bytea not null, public_key bytea not null, key_fingerprint varchar(64) not null,
      created_at timestamp not null default current_timestamp, revoked_at timestamp, unique (org_id, key_name));
    create table trusted_keys (
      id uuid primary key default gen_random_uuid(), org_id uuid not null, key_fingerprint varchar(64) not null,
      public_key bytea not null, key_name varchar(255),
      trusted_at timestamp not null default current_timestamp, revoked_at timestamp, unique (org_id, key_fingerprint));
    create table key_trust_acls (
      id uuid primary key default gen_random_uuid(), parent_org_id uuid not null, child_org_id uuid not null,
      granted_at timestamp not null default current_timestamp, revoked_at timestamp,
      unique (parent_org_id, child_org_id));
    create table package_signatures (
      id uuid primary key default gen_random_uuid(), package_hash varchar(64) not null,
      key_fingerprint varchar(64) not null, signature bytea not null,
      signed_at timestamp not null default current_timestamp, unique (package_hash, key_fingerprint))`,
  "011": "alter table contexts add column sub_status varchar",
  "023": `
    alter table package_signatures add column org_id uuid;
    create index idx_signatures_org on package_signatures (org_id)`,
  "024": "alter table contexts add column correlation uuid",
};

/** What makes a database whose signing tables are there already one of the engine's. */
export const ENGINE_RECORD = recordOf("001", "010", "023");

/** The engine's record of these migrations. */
export function recordOf(...versions: readonly string[]): string {
  const rows = versions.map((version) => `('${version}')`).join(", ");
  return `${CREATE_RECORD};
    insert into __diesel_schema_migrations (version) values ${rows} on conflict do nothing`;
}

/** Does what the engine does when it starts: runs what is not recorded, one transaction each. Returns what it ran. */
export async function startEngine(url: string, last = "024"): Promise<readonly string[]> {
  await execute(url, CREATE_RECORD);
  const recorded = await recordedVersions(url);
  const pending = Object.keys(MIGRATIONS).filter((version) => !recorded.includes(version));
  const ran = pending.toSorted().filter((version) => version <= last);
  for (const version of ran) {
    const record = `insert into __diesel_schema_migrations (version) values ('${version}')`;
    await execute(url, `begin; ${MIGRATIONS[version]}; ${record}; commit`);
  }
  return ran;
}

/** The migrations that are recorded. */
export async function recordedVersions(url: string): Promise<readonly string[]> {
  const rows = await execute(
    url,
    "select version from __diesel_schema_migrations order by version",
  );
  return rows.map(({ version }) => String(version));
}
