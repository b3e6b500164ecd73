/** A column. `type` reads as the catalogue spells it; a default says that it may be left out when a row is added. */
export interface ColumnDefinition {
  readonly name: string;
  readonly type: string;
  readonly isNullable: boolean;
  readonly default?: string;
}

/** An index that is there for speed alone. */
export interface IndexDefinition {
  readonly name: string;
  readonly columns: readonly string[];
  readonly where?: string;
}

/** A table: `id` is its primary key, `unique` the columns of its one unique constraint. */
export interface TableDefinition {
  readonly name: string;
  readonly columns: readonly ColumnDefinition[];
  readonly unique: readonly string[];
  readonly indexes: readonly IndexDefinition[];
}

/** The engine's record of its own migrations: a database that has it is the engine's. */
export const ENGINE_MIGRATIONS_TABLE = "__diesel_schema_migrations";

const ID = { name: "id", type: "uuid", isNullable: false, default: "gen_random_uuid()" } as const;
const REVOKED_AT = {
  name: "revoked_at",
  type: "timestamp without time zone",
  isNullable: true,
} as const;

/** The four tables with their indexes, as migrations 010 and 023 of the engine leave them. */
export const SIGNING_TABLES: readonly TableDefinition[] = [
  {
    name: "signing_keys",
    columns: [
      ID,
      needed("org_id", "uuid"),
      needed("key_name", "character varying(255)"),
      needed("encrypted_private_key", "bytea"),
      needed("public_key", "bytea"),
      needed("key_fingerprint", "character varying(64)"),
      timeOf("created_at"),
      REVOKED_AT,
    ],
    unique: ["org_id", "key_name"],
    indexes: [
      { name: "idx_signing_keys_org", columns: ["org_id"] },
      { name: "idx_signing_keys_fingerprint", columns: ["key_fingerprint"] },
      whereActive("idx_signing_keys_revoked", ["revoked_at"]),
    ],
  },
  {
    name: "trusted_keys",
    columns: [
      ID,
      needed("org_id", "uuid"),
      needed("key_fingerprint", "character varying(64)"),
      needed("public_key", "bytea"),
      optional("key_name", "character varying(255)"),
      timeOf("trusted_at"),
      REVOKED_AT,
    ],
    unique: ["org_id", "key_fingerprint"],
    indexes: [
      { name: "idx_trusted_keys_org", columns: ["org_id"] },
      { name: "idx_trusted_keys_fingerprint", columns: ["key_fingerprint"] },
      whereActive("idx_trusted_keys_revoked", ["revoked_at"]),
    ],
  },
  {
    name: "key_trust_acls",
    columns: [
      ID,
      needed("parent_org_id", "uuid"),
      needed("child_org_id", "uuid"),
      timeOf("granted_at"),
      REVOKED_AT,
    ],
    unique: ["parent_org_id", "child_org_id"],
    indexes: [
      { name: "idx_trust_acls_parent", columns: ["parent_org_id"] },
      { name: "idx_trust_acls_child", columns: ["child_org_id"] },
      whereActive("idx_trust_acls_active", ["parent_org_id", "child_org_id"]),
    ],
  },
  {
    name: "package_signatures",
    columns: [
      ID,
      needed("package_hash", "character varying(64)"),
      needed("key_fingerprint", "character varying(64)"),
      needed("signature", "bytea"),
      timeOf("signed_at"),
      optional("org_id", "uuid"),
    ],
    unique: ["package_hash", "key_fingerprint"],
    indexes: [
      { name: "idx_signatures_hash", columns: ["package_hash"] },
      { name: "idx_signatures_key", columns: ["key_fingerprint"] },
      { name: "idx_signatures_org", columns: ["org_id"] },
    ],
  },
];

/** Our own table, of which the engine knows nothing: beside its four, or beside the four of ours. */
export const API_TOKENS_TABLE: TableDefinition = {
  name: "cloacina_api_tokens",
  columns: [
    needed("id", "uuid"),
    needed("token_hash", "character varying(64)"),
    optional("name", "character varying(255)"),
    optional("org_id", "uuid"),
    needed("role", "character varying(16)"),
    optional("key_ids", "uuid[]"),
    needed("created_at", "timestamp without time zone"),
    optional("expires_at", "timestamp without time zone"),
    REVOKED_AT,
  ],
  unique: ["token_hash"],
  indexes: [{ name: "idx_cloacina_api_tokens_org", columns: ["org_id"] }],
};

/** The statements that make a table and its indexes. `name` is the table's, qualified and quoted. */
export function createStatements(table: TableDefinition, name: string): readonly string[] {
  const lines = [
    ...table.columns.map(columnLine),
    "primary key (id)",
    `unique (${table.unique.join(", ")})`,
  ];
  return [
    `create table ${name} (${lines.join(", ")})`,
    ...table.indexes.map((index) => indexStatement(index, name)),
  ];
}

function columnLine(column: ColumnDefinition): string {
  const nullable = column.isNullable ? "" : " not null";
  const value = column.default === undefined ? "" : ` default ${column.default}`;
  return `${column.name} ${column.type}${nullable}${value}`;
}

function indexStatement({ name, columns, where }: IndexDefinition, table: string): string {
  const condition = where === undefined ? "" : ` where ${where}`;
  return `create index ${name} on ${table} (${columns.join(", ")})${condition}`;
}

function needed(name: string, type: string): ColumnDefinition {
  return { name, type, isNullable: false };
}

function optional(name: string, type: string): ColumnDefinition {
  return { name, type, isNullable: true };
}

function timeOf(name: string): ColumnDefinition {
  const type = "timestamp without time zone";
  return { name, type, isNullable: false, default: "current_timestamp" };
}

function whereActive(name: string, columns: readonly string[]): IndexDefinition {
  return { name, columns, where: "revoked_at is null" };
}
