import assert from "node:assert/strict";
import { loadRoutes } from "../../../src/cli/commands/routes.ts";
import { readCommandLine } from "../../../src/cli/command_line/command_line.ts";
import { takeVerbosity, verbosityOf } from "../../../src/cli/command_line/verbosity.ts";

const rootRoutes = await loadRoutes();

function read(line: string): string {
  return readCommandLine(rootRoutes, line.split(" ")).join(" ");
}

Deno.test("-q and -v may stand anywhere, and are taken off", () => {
  for (const line of ["-q keys list --all", "keys --quiet list --all", "keys list --all -q"]) {
    assert.equal(read(line), "keys list --all", line);
    assert.equal(verbosityOf(takeVerbosity(rootRoutes, line.split(" "))), "quiet");
  }
  const loud = ["keys", "list", "--verbose"];
  assert.equal(verbosityOf(takeVerbosity(rootRoutes, loud)), "verbose");
  assert.equal(verbosityOf(takeVerbosity(rootRoutes, ["keys", "list"])), "normal");
});

Deno.test("the value of a flag, and what follows --, are left alone", () => {
  assert.equal(read("keys trust --name -q x"), "keys trust --name -q x");
  assert.equal(read("package sign -- -q"), "package sign -- -q");
  assert.equal(read("keys list --all -v"), "keys list --all");
});

Deno.test("both at once are refused", () => {
  assert.throws(() => read("keys list -q -v"), {
    code: "invalid_request",
    message: "Cannot read the command line: --quiet and --verbose are mutually exclusive",
  });
});

Deno.test("help COMMAND asks for its help, and -v alone for the version", () => {
  assert.equal(read("help"), "--help");
  assert.equal(read("help keys trust"), "keys trust --help");
  assert.equal(read("-q help keys"), "keys --help");
  assert.equal(read("keys help"), "keys help");
  assert.equal(read("-v"), "--version");
});

for (const word of ["--expires=", "--require=", "-o=", "--x=", "--json="]) {
  Deno.test(`${word} without a value is refused, and is no path`, () => {
    assert.throws(() => readCommandLine(rootRoutes, ["package", "verify", "a", word]), {
      code: "invalid_request",
      message: `Cannot read the command line: nothing follows ${word}`,
    });
  });
}

for (const word of ["--x=1", "-xy=1", "--claim=name=a\nb"]) {
  Deno.test(`${JSON.stringify(word)} is refused, and is no path`, () => {
    const flag = word.slice(0, word.indexOf("=") + 1);
    assert.throws(() => readCommandLine(rootRoutes, ["package", "verify", word]), {
      code: "invalid_request",
      message: `Cannot read the command line: what begins with ${flag} is not understood`,
    });
  });
}

Deno.test("after -- any word is an argument, and what is no flag may begin with -", () => {
  assert.equal(read("package verify -- --expires= --x"), "package verify -- --expires= --x");
  assert.equal(read("keys list --limit -1"), "keys list --limit -1");
  assert.equal(read("keys show -----BEGIN= --=x"), "keys show -----BEGIN= --=x");
});
