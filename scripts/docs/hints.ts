import { ERROR_OUTCOMES } from "../../src/errors.ts";
import type { HintFacts, MadeError, Part, Term } from "./hint_facts.ts";

/** A term, and where it stands: in a file, and in these of its functions. */
interface Found {
  readonly term: Term;
  readonly facts: HintFacts;
  readonly scope: readonly string[];
}

type Call = HintFacts["calls"][number];

/** A call, and the file that it stands in. */
type FoundCall = Call & { readonly facts: HintFacts };

/** How many functions a hint is handed through at the most. */
const MAX_DEPTH = 5;

/** What stands for the code of another error, which is passed on. */
const ANY_CODE = "any code";

/** What stands for a part of a hint that differs. */
const ANY = "…";

type Files = ReadonlyMap<string, HintFacts>;

/** The hints that errors of each code may have, as far as files say so in words. */
export function hintsOf(all: readonly HintFacts[]): ReadonlyMap<string, readonly string[]> {
  const files = new Map(all.map((facts) => [facts.file, facts]));
  const codes = [...Object.keys(ERROR_OUTCOMES), ANY_CODE];
  const found = new Map(codes.map((code) => [code, new Set<string>()]));
  for (const facts of all) {
    for (const { code, hint } of facts.errors.flatMap((error) => pairsOf(error, facts, files))) {
      found.get(code)?.add(hint);
    }
  }
  const others = found.get(ANY_CODE)!;
  for (const [code, hints] of found) {
    if (code !== ANY_CODE) hints.forEach((hint) => others.delete(hint));
  }
  return new Map(Array.from(found, ([code, hints]) => [code, [...hints].sort()]));
}

/** The codes and the hints of one error; each pair of them may occur. */
interface CodesAndHints {
  readonly codes: readonly Found[];
  readonly hints: readonly Found[];
}

/** Which code has which hint. Where a function is handed both, the two of one call belong together. */
function pairsOf({ codes, hints, scope }: MadeError, facts: HintFacts, files: Files) {
  const at = (term: Term): Found => ({ term, facts, scope });
  return expand({ codes: codes.map(at), hints: hints.map(at) }, files, 0);
}

function expand(
  { codes, hints }: CodesAndHints,
  files: Files,
  depth: number,
): readonly { readonly code: string; readonly hint: string }[] {
  if (depth > MAX_DEPTH) return [];
  const handed = codes.map(parameterIn).find((parameter) => parameter !== null);
  if (handed !== undefined) {
    const calls = callsOf(handed.callee, handed.facts, files);
    return calls.flatMap((call) => {
      const given = (found: Found) => argumentsOf(found, call) ?? [found];
      const all = { codes: codes.flatMap(given), hints: hints.flatMap(given) };
      return expand(all, files, depth + 1);
    });
  }
  const texts = hints.flatMap((found) => textsOf(found, files, depth));
  const named = codes.flatMap((found) => textsOf(found, files, depth));
  const isPassedOn = named.length === 0 && codes.length > 0;
  return (isPassedOn ? [ANY_CODE] : named).flatMap((code) => texts.map((hint) => ({ code, hint })));
}

/** Every text that a term may be. */
function textsOf({ term, facts, scope }: Found, files: Files, depth: number): readonly string[] {
  if (depth > MAX_DEPTH) return [];
  const [first] = term;
  if (term.length === 1 && first !== undefined && typeof first !== "string") {
    return valuesOf(first, { term, facts, scope }, files)
      .flatMap((found) => textsOf(found, files, depth + 1));
  }
  const text = term.map((part) => {
    if (typeof part === "string") return part;
    const values = valuesOf(part, { term: [part], facts, scope }, files)
      .flatMap((found) => textsOf(found, files, depth + 1));
    return values.length === 1 ? values[0] : ANY;
  });
  return [text.join("")];
}

/** What a name or a call stands for. */
function valuesOf(part: Exclude<Part, string>, found: Found, files: Files): readonly Found[] {
  if ("call" in part) return declared({ kind: "results", name: part.call }, found.facts, files);
  const handed = parameterIn(found);
  // A property of what is no parameter, such as the hint of another error, is nobody's text.
  if (handed === null && part.prop !== undefined) return [];
  if (handed === null) return declared({ kind: "values", name: part.name }, found.facts, files);
  return callsOf(handed.callee, handed.facts, files)
    .flatMap((call) => argumentsOf(found, call) ?? []);
}

/** The function whose parameter a term is; null for any other. */
function parameterIn({ term: [part], facts, scope }: Found) {
  if (part === undefined || typeof part === "string" || "call" in part) return null;
  const callee = scope.find((name) => parameterIndex(part.name, facts, name) >= 0);
  return callee === undefined ? null : { callee, facts };
}

function parameterIndex(name: string, { parameters }: HintFacts, callee: string): number {
  return (parameters[callee] ?? []).findIndex((parameter) =>
    "name" in parameter ? parameter.name === name : parameter.names.includes(name)
  );
}

/** Where a function is called: in its own file, and where it is imported. */
function callsOf(callee: string, { file }: HintFacts, files: Files): readonly FoundCall[] {
  return [...files.values()].flatMap((facts) => {
    const isIt = facts.file === file || facts.imports[callee] === file;
    if (!isIt) return [];
    return facts.calls.filter((call) => call.callee === callee).map((call) => ({ ...call, facts }));
  });
}

/** What one call hands in for a term; null for a term that is no parameter of that function. */
function argumentsOf(
  { term: [part], facts, scope }: Found,
  { callee, args, scope: callScope, facts: caller }: FoundCall,
): readonly Found[] | null {
  if (part === undefined || typeof part === "string" || "call" in part) return null;
  if (!scope.includes(callee)) return null;
  const index = parameterIndex(part.name, facts, callee);
  if (index < 0) return null;
  const parameter = facts.parameters[callee]![index]!;
  const property = "names" in parameter ? part.name : part.prop;
  const { terms, props } = args[index] ?? parameter.default ?? { terms: [], props: {} };
  // A default stands in the file of the function.
  const place = args[index] === undefined
    ? { facts, scope: [callee] }
    : { facts: caller, scope: callScope };
  const ofName = ([part]: Term) => typeof part === "object" && "name" in part;
  const given = property === undefined ? terms : props[property] ??
    terms.filter(ofName).map(([part]): Term => [{ ...part as { name: string }, prop: property }]);
  return given.map((term) => ({ term, ...place }));
}

/** What a name stands for in its own file, or else in the one that it is imported from. */
function declared(
  { kind, name }: { readonly kind: "values" | "results"; readonly name: string },
  own: HintFacts,
  files: Files,
): readonly Found[] {
  const facts = own[kind][name] === undefined ? files.get(own.imports[name] ?? "") : own;
  return (facts?.[kind][name] ?? []).map((term) => ({ term, facts: facts!, scope: [name] }));
}
