import { HEX_32_BYTES } from "../../domain/patterns.ts";
import { AUDIT_EVENT_TYPES } from "../../domain/audit_event.ts";
import { toOrgId } from "../../domain/ids.ts";
import { quoted } from "../../domain/quoted.ts";
import { shownWord } from "../../domain/shown_text.ts";
import { hexPrefix } from "../../domain/key_reference.ts";
import { CloacinaError } from "../../errors.ts";
import type { AuditLine } from "../../formats/audit/audit_line.ts";
import { closestTo } from "../command_line/closest.ts";
import type { CliContext } from "../context.ts";
import { hashPackage } from "../package/batch.ts";
import { parsePastTime } from "../parse_time.ts";

/** Filters on the lines of an audit log; a line must pass all of them. */
export interface AuditFilterFlags {
  readonly since?: string;
  readonly until?: string;
  readonly event?: string;
  readonly actor?: string;
  readonly key?: string;
  readonly package?: string;
  readonly org?: string;
}

/** Whether a line passes. */
type Test = (line: AuditLine) => boolean;

/** Builds the filter that the flags describe. Throws `invalid_request`, and what reading a package throws. */
export async function auditFilter(context: CliContext, flags: AuditFilterFlags): Promise<Test> {
  const tests = [
    ...timeTests(context, flags),
    ...flags.event === undefined ? [] : [eventTest(flags.event)],
    ...flags.actor === undefined ? [] : [fieldTest(["actor"], flags.actor)],
    ...flags.key === undefined ? [] : [keyTest(flags.key)],
    ...flags.package === undefined ? [] : [await packageTest(context, flags.package)],
    ...flags.org === undefined ? [] : [fieldTest(["org_id", "child_org_id"], toOrgId(flags.org))],
  ];
  return (line) => tests.every((test) => test(line));
}

function timeTests({ now }: CliContext, { since, until }: AuditFilterFlags): readonly Test[] {
  const timeOf = ({ timestamp }: AuditLine) => Date.parse(timestamp);
  const [first, last] = [
    since === undefined ? null : parsePastTime("--since", since, now()).getTime(),
    until === undefined ? null : parsePastTime("--until", until, now()).getTime(),
  ];
  return [
    ...first === null ? [] : [(line: AuditLine) => timeOf(line) >= first],
    ...last === null ? [] : [(line: AuditLine) => timeOf(line) < last],
  ];
}

/** An event, or a prefix of several, such as `key.trusted`. */
function eventTest(wanted: string): Test {
  const isWanted = (event: string) => event === wanted || event.startsWith(`${wanted}.`);
  if (AUDIT_EVENT_TYPES.some(isWanted)) return ({ event_type }) => isWanted(event_type);
  const [closest] = closestTo(wanted, families());
  const shown = quoted(shownWord(wanted));
  throw new CloacinaError(
    "invalid_request",
    `Cannot filter by the event ${shown}: there is no such event`,
    {
      hint: closest === undefined
        ? `an event begins with ${firstWords().join(", ")}`
        : `did you mean ${closest}?`,
    },
  );
}

/** All events, and the prefixes that several share. */
function families(): readonly string[] {
  const names = AUDIT_EVENT_TYPES.flatMap((type) => {
    const words = type.split(".");
    return words.map((_, index) => words.slice(0, index + 1).join("."));
  });
  return [...new Set(names)];
}

function firstWords(): readonly string[] {
  return families().filter((name) => !name.includes("."));
}

/** A key by its ID, its name, or a prefix of its ID or fingerprint, as elsewhere. */
function keyTest(wanted: string): Test {
  const prefix = hexPrefix(wanted);
  const begins = (value: unknown) =>
    prefix !== undefined && typeof value === "string" &&
    value.replaceAll("-", "").startsWith(prefix);
  return (line) =>
    line["key_name"] === wanted || begins(line["key_id"]) || begins(line["key_fingerprint"]) ||
    (Array.isArray(line["key_ids"]) && line["key_ids"].some(begins));
}

async function packageTest(context: CliContext, wanted: string): Promise<Test> {
  const isHash = HEX_32_BYTES.test(wanted);
  const hash = isHash ? wanted.toLowerCase() : (await hashPackage(context, wanted)).hash;
  return (line) =>
    line["package_hash"] === hash ||
    (Array.isArray(line["package_hashes"]) && line["package_hashes"].includes(hash));
}

function fieldTest(fields: readonly string[], wanted: string): Test {
  return (line) => fields.some((field) => line[field] === wanted);
}
