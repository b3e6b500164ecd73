/** A document that only the command line prints: its example is what a transcript of tests/scripts/ shows. */
export interface CliDocument {
  readonly title: string;
  readonly says: string;
  readonly commands: readonly string[];
  readonly transcript: string;
  /** A part of the line of the transcript that prints the document. */
  readonly line: string;
  /** What stands for `<path>` in the transcript. */
  readonly path?: string;
}

const DATABASE = "/var/lib/cloacina/cloacina.db";

/** Every document that the API does not have, in the order of the page. */
export const CLI_DOCUMENTS: readonly CliDocument[] = [
  {
    title: "New key files",
    says: "A key pair that was written to files, and not to a store.",
    commands: ["keys generate --output"],
    transcript: "keys_generate.txt",
    line: "cloacina keys generate --name f --output f.pem --encrypt --passphrase-file p --json",
  },
  {
    title: "Key in a file",
    says:
      "`type` is `private` or `public`. A file with several public keys has them in `keys`, each with " +
      "`fingerprint` and `public_key`. Both are null for an encrypted key that does not have its " +
      "public half in the clear, if no passphrase was given.",
    commands: ["keys show FILE"],
    transcript: "keys_show.txt",
    line: "cloacina keys show plain.pem --json",
  },
  {
    title: "Key in an agent or in Vault",
    says:
      "`signer` is where the private key is, and `key_name` what it is called there: the comment of a " +
      "key in an agent, and in Vault the path and version.",
    commands: ["keys show ssh-agent:KEY", "keys show vault:MOUNT/KEY"],
    transcript: "ssh_agent.txt",
    line: "cloacina keys show ssh-agent:release@example.com --json",
  },
  {
    title: "Converted key",
    says: "The file that was written.",
    commands: ["keys convert --output"],
    transcript: "keys_convert.txt",
    line: "cloacina keys convert k.pem --format ssh --output out.ssh --json",
  },
  {
    title: "Exported key",
    says:
      "The file that was written, and whether it has a passphrase. Of a key in an agent or in Vault, " +
      "`signer` and `key_name` say which.",
    commands: ["keys export --output"],
    transcript: "keys_export.txt",
    line: "cloacina keys export release-key --output out.pub.pem --json",
  },
  {
    title: "Passphrase of a key file",
    says: "Whether the file has one now.",
    commands: ["keys passphrase"],
    transcript: "keys_passphrase.txt",
    line: "cloacina keys passphrase k.pem --passphrase-file old --new-passphrase-file new --json",
  },
  {
    title: "Signature with a statement",
    says:
      "`statement` is the DSSE envelope, as in the file, and `stated` what was read out of it; its `expires_at` is " +
      "null where it never expires. `package verify` has them as well, the envelope in `signature`: there, what " +
      "is stated was verified.",
    commands: ["package inspect"],
    transcript: "package_statement.txt",
    line: "cloacina package inspect pkg.sig --json",
  },
  {
    title: "Revoked trust grant",
    says: "The two organisations of the grant.",
    commands: ["orgs revoke-trust"],
    transcript: "orgs.txt",
    line: "--to a1b2c3d4-0f0e-4d5c-9a39-0d6a4f1f2b11 --yes --json",
  },
  {
    title: "Graph of trust",
    says:
      "`org_id` is null for all organisations. `role` is `viewpoint`, `accepted`, `accepting` or `not accepted`, " +
      "and null for all organisations. `signing` and `trust` have the statuses of the lists of keys; null where " +
      "the organisation does not sign with the key, or has no row of trust for it. `followed` is whether the " +
      "grant counts: it is active, and no further than one step. With `--output`, `graph_file` is added.",
    commands: ["orgs graph"],
    transcript: "orgs_graph.txt",
    line: "cloacina orgs graph --org $CHILD --json",
  },
  {
    title: "State of a store",
    says:
      "`db migrate` adds `changed`. If the store is not ready, `problems` says why, and the fields of an " +
      "error follow. `api_tokens`, `statements` and `minimum_versions` are whether the table of these can be " +
      "used. In Postgres there is `schema`, too, and `api_tokens_fault`, `statements_fault` or " +
      "`minimum_versions_fault` says why the role may not read one of them.",
    commands: ["db status", "db migrate"],
    transcript: "db_sqlite.txt",
    line: "cloacina db migrate --json",
    path: DATABASE,
  },
  {
    title: "Bad row",
    says: "`id` is null where it cannot be read. If no row is bad, the array is empty.",
    commands: ["db check"],
    transcript: "db_check.txt",
    line: "cloacina db check --json 2> quiet | sed",
  },
  {
    title: "Doctor",
    says:
      "`unix_sockets` is `granted`; without a network it is `denied` where the runtime refuses Unix " +
      "sockets, and `refused` where cloacina alone does. With `--key` there is `signer`, with " +
      "`answers`, and `fingerprint` or `problem`; of an agent or Vault, also `key_name`. `build`, left out " +
      "here, has the facts of `--version`. `store` is the state of the store, and `because` what chose " +
      "it; where a server is used there is `server` instead, with `url`, `usable` and `token`. " +
      "One that cannot be used has the fields of an error.",
    commands: ["doctor"],
    transcript: "doctor.txt",
    line: "cloacina doctor k.pem open.pem --json | sed -e '/\"build\"/,/}/d'",
  },
  {
    title: "Verified audit log",
    says: "`faults` has the lines that do not fit.",
    commands: ["audit verify"],
    transcript: "audit_verify.txt",
    line: "cloacina audit verify --json",
    path: "/home/me/.cloacina/audit.log",
  },
  {
    title: "Audit log by day",
    says:
      "How many lines there are of each day of UTC, from the first to the last, and how many of each event. " +
      "Events that only a later version knows are counted together, as `unknown`.",
    commands: ["audit list --by-day"],
    transcript: "audit_list.txt",
    line: "cloacina audit list audit.log --by-day --limit 1 --json",
  },
  {
    title: "New seal",
    says:
      "What was sealed, and by which key: of one in an agent or in Vault, `signer` and `key_name` say " +
      "which.",
    commands: ["audit seal"],
    transcript: "audit_seal.txt",
    line: "cloacina audit seal audit.log.1 --key auditor.pem --json",
  },
  {
    title: "New master key",
    says: "Where it was written: no document has a master key in it.",
    commands: ["master-key generate --output"],
    transcript: "master_key.txt",
    line: "cloacina master-key generate --output new.key --json",
  },
  {
    title: "Rotation of the master key",
    says: "How many private keys were encrypted under the new one, and how many were already.",
    commands: ["master-key rotate"],
    transcript: "master_key.txt",
    line: "cloacina master-key rotate --master-key new.key --new-master-key old.key --json",
    path: DATABASE,
  },
  {
    title: "Passphrase of a master key",
    says: "The key directory whose passphrase changed.",
    commands: ["master-key passphrase"],
    transcript: "key_directory.txt",
    line: "cloacina master-key passphrase --json",
    path: "/home/me/.cloacina/keys",
  },
];
