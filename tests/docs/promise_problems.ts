/** A row of the table: a promise, by how its bullet begins, and a test of it, by how its source names it. */
interface Row {
  readonly promise: string;
  readonly file: string;
  readonly test: string;
}

/**
 * What is wrong with SECURITY.md's table of tests: a promise without a row, a row of no promise, of no file or of no test
 * in it. `sourceOf` gives the text of a file, null where there is none.
 */
export function promiseProblems(
  page: string,
  sourceOf: (file: string) => string | null,
): readonly string[] {
  const promises = promisesOf(sectionOf(page, "What is promised"));
  const rows = rowsOf(sectionOf(page, "Where each promise is tested"));
  return [
    ...promises.filter((promise) => !rows.some((row) => row.promise === promise))
      .map((promise) => `no test for: ${promise}`),
    ...rows.filter(({ promise }) => !promises.includes(promise))
      .map(({ promise }) => `no such promise: ${promise}`),
    ...rows.flatMap((row) => problemsOf(row, sourceOf(row.file))),
  ];
}

function sectionOf(page: string, heading: string): string {
  const section = page.split(/^## /m).find((text) => text.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`no section ${heading}`);
  return section;
}

/** The bold words that each bullet begins with; of a bullet without them, all of it. */
function promisesOf(section: string): readonly string[] {
  return section.split(/^- /m).slice(1).map((bullet) => {
    const text = bullet.replace(/\s+/g, " ").trim();
    return /^\*\*(.+?)\*\*/.exec(text)?.[1] ?? text;
  });
}

function rowsOf(section: string): readonly Row[] {
  const lines = section.split("\n").filter((line) => line.startsWith("|"));
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
