import assert from "node:assert/strict";

/** The two are the same with their times in whole seconds: a server says no more of a time, whatever its store keeps. */
export function assertShown(actual: unknown, expected: unknown): void {
  assert.deepEqual(inSeconds(actual), inSeconds(expected));
}

function inSeconds(value: unknown): unknown {
  if (value instanceof Date) return new Date(Math.floor(value.getTime() / 1000) * 1000);
  if (Array.isArray(value)) return value.map(inSeconds);
  if (typeof value !== "object" || value === null || !isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, inSeconds(part)]));
}

function isPlain(value: object): boolean {
  return Object.getPrototypeOf(value) === Object.prototype;
}
