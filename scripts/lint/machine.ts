import { GLOBAL_OBJECTS, type GlobalUse } from "./globals.ts";
import { parentOf } from "./scopes.ts";

const AN_ARGUMENT = "take it as an argument";
const THE_CLOCK = "take the time as an argument";
const NO_WAITING = "let the caller wait";
const IN_PLACE = "name its member where it is used, so that this rule sees which";
const NO_TEXT = "code made from text cannot be checked";

/** Globals that are the machine, whole, with what to do instead. */
const WHOLE: ReadonlyMap<string, string> = new Map([
  ["process", AN_ARGUMENT],
  ["performance", THE_CLOCK],
  ["navigator", AN_ARGUMENT],
  ["fetch", AN_ARGUMENT],
  ["WebSocket", AN_ARGUMENT],
  ["WebSocketStream", AN_ARGUMENT],
  ["EventSource", AN_ARGUMENT],
  ["BroadcastChannel", AN_ARGUMENT],
  ["Worker", AN_ARGUMENT],
  ["caches", AN_ARGUMENT],
  ["localStorage", AN_ARGUMENT],
  ["sessionStorage", AN_ARGUMENT],
  ["prompt", AN_ARGUMENT],
  ["alert", AN_ARGUMENT],
  ["confirm", AN_ARGUMENT],
  ["setTimeout", NO_WAITING],
  ["setInterval", NO_WAITING],
  ["setImmediate", NO_WAITING],
  ["eval", NO_TEXT],
  ["Function", NO_TEXT],
]);

/** Members of otherwise pure globals that are the machine. */
const MEMBERS: ReadonlyMap<string, string> = new Map([
  ["Math.random", "take random bytes as an argument"],
  ["Temporal.Now", THE_CLOCK],
  ["AbortSignal.timeout", NO_WAITING],
]);

/** Globals that must be seen with their member, as it decides. */
const HOLDERS = ["Date", "Math", "Temporal", "AbortSignal", "crypto", ...GLOBAL_OBJECTS];

const PURE_DATE_MEMBERS = ["UTC", "parse"];

/** A use of the machine as the source reads, and what to do instead. */
export interface Touch {
  readonly what: string;
  readonly instead: string;
}

/** The globals whose uses must be judged. */
export const MACHINE_GLOBALS: ReadonlySet<string> = new Set([
  "Deno",
  ...WHOLE.keys(),
  ...HOLDERS,
]);

/**
 * How a use of a global touches the machine, `null` for a pure one. Types touch nothing, save those
 * of `Deno`. `cryptoParts` are the members of the global `crypto` that the room may use.
 */
export function touchOf(use: GlobalUse, cryptoParts: readonly string[]): Touch | null {
  const [name = "", member] = use.path;
  if (name === "Deno") return { what: spelled(use), instead: AN_ARGUMENT };
  if (use.use === "type") return null;
  if (member === undefined && use.use === "instanceof") return null;
  const instead = name === "crypto" && cryptoParts.includes(member ?? "") ? null : insteadOf(use);
  return instead === null ? null : { what: spelled(use), instead };
}

function insteadOf(use: GlobalUse): string | null {
  const [name = "", member] = use.path;
  const whole = WHOLE.get(name);
  if (whole !== undefined) return whole;
  if (name === "Date") return insteadOfDate(use, member);
  if (member === undefined) return HOLDERS.includes(name) && isAlias(use) ? IN_PLACE : null;
  if (name === "crypto") return AN_ARGUMENT;
  return MEMBERS.get(`${name}.${member}`) ?? null;
}

function insteadOfDate(use: GlobalUse, member: string | undefined): string | null {
  if (member !== undefined) return PURE_DATE_MEMBERS.includes(member) ? null : THE_CLOCK;
  if (isAlias(use)) return IN_PLACE;
  return use.use === "new" && hasArgument(use) ? null : THE_CLOCK;
}

/** A value that is handed on, or a member that is not spelled out: what happens next is unseen. */
function isAlias(use: GlobalUse): boolean {
  return use.use === "value" || use.use === "unknown";
}

/** `new Date(...parts)` may turn out to have none. */
function hasArgument(use: GlobalUse): boolean {
  const parent = parentOf(use.node);
  return parent?.type === "NewExpression" && parent.arguments[0] !== undefined &&
    parent.arguments[0].type !== "SpreadElement";
}

function spelled(use: GlobalUse): string {
  const name = use.path.join(".");
  if (use.use === "new") return `new ${name}()`;
  return use.use === "call" ? `${name}()` : name;
}
