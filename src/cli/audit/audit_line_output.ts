import type { AuditLine } from "../../formats/audit/audit_line.ts";
import { escapeText } from "../../formats/escape.ts";
import type { Column } from "../terminal/table.ts";

/** The table of an audit log. */
export const AUDIT_COLUMNS: readonly Column[] = [
  { title: "time" },
  { title: "event" },
  { title: "actor", shortenTo: 6 },
  { title: "key", shortenTo: 12 },
  { title: "package", shortenTo: 12, mayBeLeftOut: true },
  { title: "organisation", shortenTo: 12, mayBeLeftOut: true },
  { title: "details", shortenTo: 12, mayBeLeftOut: true },
];

/** Further fields of a line, each as it is in the log. */
const DETAILS = [
  "reason",
  "address",
  "token_name",
  "token_id",
  "role",
  "expires_at",
  "child_org_id",
  "package_name",
  "package_version",
] as const;

const FRACTION = /\.\d+/;

/** The cells of a line; empty where the log has no value. */
export function auditRow(line: AuditLine): readonly string[] {
  return [
    line.timestamp.replace(FRACTION, ""),
    line.event_type,
    line.actor,
    textOf(line, "key_name") || textOf(line, "key_fingerprint"),
    textOf(line, "package_hash") || manyPackages(line),
    textOf(line, "org_id"),
    [...DETAILS.map((field) => textOf(line, field)), statedText(line)].filter((text) => text !== "")
      .join(" "),
  ];
}

/** A line printed by itself, when the widths of later ones are not known: without columns. */
export function formatFollowedLine(line: AuditLine): string {
  const [time, event, actor, ...others] = auditRow(line);
  const named = others
    .map((text, index) => text === "" ? "" : `${AUDIT_COLUMNS[index + 3]!.title} ${text}`)
    .filter((text) => text !== "");
  return `${escapeText([time, event, actor, ...named].join("  "))}\n`;
}

/** The number of packages that were refused together. */
function manyPackages(line: AuditLine): string {
  const count = line["package_count"];
  return typeof count === "number" ? `${count} packages` : "";
}

/** As JSON, in which no claim passes for another detail. */
function statedText({ stated }: AuditLine): string {
  return typeof stated === "object" && stated !== null ? JSON.stringify(stated) : "";
}

function textOf(line: AuditLine, field: string): string {
  const value = line[field];
  return typeof value === "string" ? value : "";
}
