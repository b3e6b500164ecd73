import type { Edition } from "../compile/permissions.ts";
import { type Target, TARGETS } from "../compile/targets.ts";

/** The file at the top of the repository that has the public half of the release key, in PEM. */
export const RELEASE_KEY_NAME = "release-key.pub";

/** The list of what a build of the program is made of. */
export const SBOM_NAME = "cloacina.cdx.json";

/** What the page of the release says. */
export const NOTES_NAME = "NOTES.md";

/** The pages for man, in one file. */
export const MAN_PAGES_NAME = "cloacina-man.tar";

/** The scripts that install a release; each is filled in with where it is, and with the key. */
export const INSTALLERS = ["install.sh", "install.ps1"] as const;

/** The file of each shell's completions. */
export const COMPLETIONS: Readonly<Record<string, string>> = {
  "cloacina.bash": "bash",
  "cloacina.zsh": "zsh",
  "cloacina.fish": "fish",
  "cloacina.ps1": "powershell",
};

/** The name of an executable in a release, whose files all lie in one folder, as on GitHub. */
export function executableName({ name }: Edition, target: Target): string {
  return `${name}-${target}${TARGETS[target].suffix}`;
}

/** The file beside each file that has its signature. */
export function signatureName(name: string): string {
  return `${name}.sig`;
}
