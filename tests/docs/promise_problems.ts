/** What is promised, and where each promise is tested: the texts of two pages. */
export interface PromisePages {
  readonly model: string;
  readonly tests: string;
}

/** A row of the table: a promise, by its heading, and a test of it, by how its source names it. */
interface Row {
  readonly promise: string;
  readonly file: string;
  readonly test: string;
}

/**
 * What is wrong with the table of tests: a promise without a row, a row of no promise, of no file or of no test in it; and
 * what of the security model could not be cited: a text without a heading, a limit without a name. `sourceOf` gives the
 * text of a file, null where there is none.
 */
export function promiseProblems(
  { model, tests }: PromisePages,
  sourceOf: (file: string) => string | null,
): readonly string[] {
  const subjects = subjectsOf(model);
  const headings = subjects.flatMap(({ parts }) => parts);
  const promises = headings.filter(({ heading }) => !isLimits(heading))
    .map(({ heading }) => heading);
  const rows = rowsOf(tests);
  return [
    ...subjects.filter(({ text }) => text !== "").map(({ text }) => `no heading for: ${text}`),
    ...headings.filter(({ heading }) => isLimits(heading)).flatMap(({ text }) => unnamed(text)),
    ...promises.filter((promise) => !rows.some((row) => row.promise === promise))
      .map((promise) => `no test for: ${promise}`),
    ...rows.filter(({ promise }) => !promises.includes(promise))
      .map(({ promise }) => `no such promise: ${promise}`),
    ...rows.flatMap((row) => problemsOf(row, sourceOf(row.file))),
  ];
}

/** The sections of the page, but the last, which leads to the code: what stands before the first heading in it, and what follows each. */
function subjectsOf(model: string) {
  return model.split(/^## /m).slice(1).filter((text) => !text.startsWith("In the code\n"))
    .map((text) => {
      const [first = "", ...parts] = withoutHeading(text).split(/^#{3,} /m);
      return {
        text: first.trim(),
        parts: parts.map((part) => ({
          heading: part.split("\n")[0]!,
          text: withoutHeading(part),
        })),
      };
    });
}

function withoutHeading(section: string): string {
  return section.slice(section.indexOf("\n") + 1);
}

/** What is not promised has no tests. */
function isLimits(heading: string): boolean {
  return heading.startsWith("Limits of ");
}

/** What of a list of limits has no name: anything but bullets that begin with bold words. */
function unnamed(limits: string): readonly string[] {
  const [before = "", ...bullets] = limits.split(/^- /m);
  return [before, ...bullets.filter((bullet) => !/^\*\*[^*]+\*\*/.test(bullet))]
    .map((text) => text.replace(/\s+/g, " ").trim()).filter((text) => text !== "")
    .map((text) => `no name for: ${text}`);
}

function rowsOf(page: string): readonly Row[] {
  const lines = page.split("\n").filter((line) => line.startsWith("|"));
  let promise = "";
  return lines.slice(2).map((line) => {
    const [, cell = "", file = line, test = ""] =
      /^\|(.*)\|\s*`([^`]+)`\s*\|\s*`([^`]+)`\s*\|$/.exec(line) ?? [];
    // An empty cell stands for the one above.
    promise = cell.trim() || promise;
    return { promise, file, test };
  });
}

function problemsOf({ file, test }: Row, source: string | null): readonly string[] {
  if (!/^tests\/.*(_test\.ts|_contract\.ts|\.txt)$/.test(file)) return [`no test file: ${file}`];
  if (source === null) return [`no such file: ${file}`];
  return hasTest(file, source, test) ? [] : [`no such test in ${file}: ${test}`];
}

/** What the line ends in that begins a test: `Deno.test(`, or a function like it. A comment begins none. */
const CALL = /^[ \t]*[\w.]*[Tt]est\($/;

/** A transcript has its tests by lines that begin with #, any other file by the first arguments of calls. */
function hasTest(file: string, source: string, test: string): boolean {
  if (file.endsWith(".txt")) return source.split("\n").includes(`# ${test}`);
  return [`"${test}"`, `\`${test}\``].some((name) =>
    source.split(name).slice(0, -1).some((before) => CALL.test(lastLine(before)))
  );
}

/** The last line with anything on it: a first argument may stand on a line of its own. */
function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}
