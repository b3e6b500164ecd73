import { join, resolve } from "node:path";
import { CloacinaError } from "../../src/errors.ts";
import { writeChecksums } from "../compile/checksums.ts";
import { readProject } from "../compile/facts.ts";
import { EDITIONS } from "../compile/permissions.ts";
import { type Target, TARGETS } from "../compile/targets.ts";
import { buildPage } from "../pages/build_page.ts";
import { PAGES } from "../../src/http/server/pages.ts";
import { withPageWorkshop } from "../pages/with_page_workshop.ts";
import { importedPackages } from "./imported_packages.ts";
import { fillInstaller, type InstallerFacts } from "./installer.ts";
import { releaseNotes } from "./notes.ts";
import { packManPages } from "./man_pages.ts";
import {
  COMPLETIONS,
  executableName,
  INSTALLERS,
  MAN_PAGES_NAME,
  NOTES_NAME,
  SBOM_NAME,
} from "./release_files.ts";
import { runCloacina } from "./run_cloacina.ts";
import { sbomOf } from "./sbom.ts";

/** What goes into a release, and where. */
export interface ReleasePlan {
  /** The project's folder. */
  readonly root: string;
  /** The executables, each below a folder named after its target, as `deno task compile` writes them. */
  readonly dist: string;
  readonly targets: readonly Target[];
  readonly releasesUrl: string;
  /** The tag that is released, which must be that of the version; undefined where there is none yet. */
  readonly tag: string | undefined;
  /** The file with the public half of the release key. */
  readonly releaseKey: string;
  readonly outputDir: string;
}

/** Lays all files of a release but the signatures into a new folder, and lists them in SHA256SUMS. */
export async function makeRelease(plan: ReleasePlan): Promise<void> {
  const { version } = await readProject(plan.root);
  requireTag(plan.tag, version);
  const releaseKey = await readReleaseKey(plan.releaseKey);
  await makeFolder(plan.outputDir);
  await copyExecutables(plan);
  await writeCompletions(plan);
  await packManPages(plan.root, version, resolve(plan.outputDir, MAN_PAGES_NAME));
  await writeVerifier(plan);
  await writeInstallers(plan, { version, releaseKey, releasesUrl: plan.releasesUrl });
  await writeSbom(plan, version);
  await writeNotes(plan, version);
  await writeChecksums(plan.outputDir);
}

function requireTag(tag: string | undefined, version: string): void {
  if (tag === undefined || tag === `v${version}`) return;
  throw new CloacinaError("invalid_request", `Cannot release ${tag}: deno.json has ${version}`);
}

async function readReleaseKey(path: string): Promise<string> {
  const key = await Deno.readTextFile(path).catch((cause) => {
    throw new CloacinaError(
      "file_not_found",
      `Cannot read the release key ${path}: ${cause.message}`,
      {
        cause,
      },
    );
  });
  if (key.startsWith("-----BEGIN PUBLIC KEY-----\n")) return key;
  throw new CloacinaError("invalid_request", `Cannot use ${path}: it is no public key in PEM`);
}

/** What an earlier release left there must not get into this one. */
async function makeFolder(path: string): Promise<void> {
  await Deno.mkdir(path, { recursive: true });
  for await (const { name } of Deno.readDir(path)) {
    throw new CloacinaError("invalid_request", `Cannot make a release in ${path}: it has ${name}`);
  }
}

async function copyExecutables({ dist, targets, outputDir }: ReleasePlan): Promise<void> {
  for (const target of targets) {
    for (const edition of EDITIONS) {
      const built = join(dist, target, edition.name + TARGETS[target].suffix);
      await Deno.copyFile(built, join(outputDir, executableName(edition, target)));
    }
  }
}

async function writeCompletions({ root, outputDir }: ReleasePlan): Promise<void> {
  for (const [name, shell] of Object.entries(COMPLETIONS)) {
    const script = await runCloacina(root, ["completions", shell]);
    await Deno.writeTextFile(join(outputDir, name), script);
  }
}

/** The same bytes as in the executables, which show the page when they serve. */
async function writeVerifier({ root, outputDir }: ReleasePlan): Promise<void> {
  const { verifier } = PAGES;
  const html = await withPageWorkshop(root, (workshop) => buildPage(workshop, verifier));
  await Deno.writeTextFile(join(outputDir, verifier.file), html);
}

async function writeInstallers(
  { root, outputDir }: ReleasePlan,
  facts: InstallerFacts,
): Promise<void> {
  for (const name of INSTALLERS) {
    const template = await Deno.readTextFile(join(root, name));
    await Deno.writeTextFile(join(outputDir, name), fillInstaller(template, facts));
  }
}

async function writeSbom({ root, outputDir }: ReleasePlan, version: string): Promise<void> {
  const { npm: locked } = JSON.parse(await Deno.readTextFile(join(root, "deno.lock")));
  const imported = await importedPackages(root);
  const sbom = sbomOf({ version, denoVersion: Deno.version.deno, imported, locked });
  await Deno.writeTextFile(join(outputDir, SBOM_NAME), `${JSON.stringify(sbom, null, 2)}\n`);
}

async function writeNotes(plan: ReleasePlan, version: string): Promise<void> {
  const changelog = await Deno.readTextFile(join(plan.root, "CHANGELOG.md"));
  const notes = releaseNotes(changelog, { version, releasesUrl: plan.releasesUrl });
  await Deno.writeTextFile(join(plan.outputDir, NOTES_NAME), notes);
}
