import { CloacinaError } from "../../src/errors.ts";

/** What an installer of a release knows from the beginning. */
export interface InstallerFacts {
  readonly version: string;
  /** The page of all releases: `<url>/download/v<version>/` has the files of one. */
  readonly releasesUrl: string;
  /** The public half of the release key, in PEM. */
  readonly releaseKey: string;
}

/** What stands in single quotes in a shell and in PowerShell alike, and reads as itself. */
const PLAIN = /^[\w .:/+=~\n-]*$/;

/** An installer with the facts in place of `@VERSION@`, `@RELEASES@` and `@RELEASE_KEY@`. */
export function fillInstaller(template: string, facts: InstallerFacts): string {
  const values = {
    "@VERSION@": facts.version,
    "@RELEASES@": facts.releasesUrl,
    "@RELEASE_KEY@": facts.releaseKey.trimEnd(),
  };
  return Object.entries(values).reduce((text, [mark, value]) => fill(text, mark, value), template);
}

function fill(text: string, mark: string, value: string): string {
  if (!PLAIN.test(value)) throw unfit(`${value} cannot stand in it`);
  return text.replaceAll(mark, () => value);
}

function unfit(state: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot write an installer: ${state}`);
}
