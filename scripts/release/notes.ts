import { CloacinaError } from "../../src/errors.ts";

const HOW_TO = `## Install

Download \`install.sh\` (Linux, macOS) or \`install.ps1\` (Windows) from this page, read it, and run it:
\`sh ./install.sh\`. It checks what it downloads against \`SHA256SUMS\` and, where OpenSSL 3 is
there, that list against the release key. [docs/releases.md](DOCS) says how to check the files by hand.

The Linux executables need glibc 2.27 or later. The macOS executables are signed ad hoc and are not
notarised: Gatekeeper refuses one that a browser downloaded, until
\`xattr -d com.apple.quarantine FILE\` removes the mark that the browser left. What \`install.sh\` or
\`curl\` downloads has no such mark. Windows SmartScreen may warn of the .exe files, which have no
Authenticode signature.
`;

/** What the page of a release says: what changed, how to install it, and what macOS and Windows will do. */
export function releaseNotes(changelog: string, { version, releasesUrl }: {
  readonly version: string;
  readonly releasesUrl: string;
}): string {
  const docs = `${releasesUrl.replace(/\/releases$/, "")}/blob/v${version}/docs/releases.md`;
  return `${changesOf(changelog, version)}\n${HOW_TO.replace("DOCS", docs)}`;
}

/** The section of a version, whatever stands behind its number, such as a date. */
function changesOf(changelog: string, version: string): string {
  const section = changelog.split(/^## /m).find((text) =>
    /^\S+?(?=[,\s])/.exec(text)?.[0] === version
  );
  if (section !== undefined) return section.slice(section.indexOf("\n") + 1).trim() + "\n";
  throw new CloacinaError(
    "invalid_request",
    `Cannot release ${version}: CHANGELOG.md has no section of it`,
  );
}
