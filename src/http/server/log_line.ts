import type { LogRecord } from "@logtape/logtape";

/** What a request is logged with, in the order in which people read it. */
const REQUEST_FIELDS = ["method", "route", "status", "code"] as const;

/** Fields of a request that a person does not need for each. */
const FOR_PROGRAMS: readonly string[] = ["request_id"];

/** A log record as a line for people: the time in UTC, the level, what happened, and further fields as `name=value`. */
export function logLine({ timestamp, level, rawMessage, properties }: LogRecord): string {
  const time = new Date(timestamp).toISOString().slice(11, 19);
  const message = String(rawMessage);
  const fields = Object.entries(properties).filter(([, value]) => value != null);
  const words = message === "request" ? requestWords(properties) : [message];
  const others = fields
    .filter(([name]) => message !== "request" || !isOfRequest(name))
    .map(([name, value]) => `${name}=${plain(value)}`);
  return `${[`${time}Z`, level.padEnd(7), ...words, ...others].join(" ")}\n`;
}

function requestWords(properties: LogRecord["properties"]): readonly string[] {
  const words = REQUEST_FIELDS.map((name) => properties[name]).filter((value) => value != null);
  return [...words.map(plain), `${plain(properties["milliseconds"])}ms`];
}

function isOfRequest(name: string): boolean {
  return name === "milliseconds" || FOR_PROGRAMS.includes(name) ||
    REQUEST_FIELDS.some((field) => field === name);
}

/** A value without white space as it is, any other as JSON, so that a line stays a line. */
function plain(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value) ?? "";
  return /^[\x21-\x7e]+$/.test(text) ? text : JSON.stringify(text);
}
