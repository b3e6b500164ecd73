import { Buffer } from "node:buffer";
import { CloacinaError } from "../../src/errors.ts";

/** A package as `deno.lock` has it. */
interface LockedPackage {
  /** `sha512-` and base64. */
  readonly integrity: string;
  readonly dependencies?: readonly string[];
  readonly optionalDependencies?: readonly string[];
}

/** What `deno.lock` says of packages of npm, by `<name>@<version>`. */
export type LockedPackages = Readonly<Record<string, LockedPackage>>;

/** What a build is made of. */
export interface BuildParts {
  readonly version: string;
  readonly denoVersion: string;
  /** The packages that the program imports, as `<name>@<version>`. */
  readonly imported: readonly string[];
  readonly locked: LockedPackages;
}

/**
 * The CycloneDX document of a build: the packages that the program imports, those that they need, and the runtime. It
 * has no time and no serial number, so that the same sources give the same bytes.
 */
export function sbomOf({ version, denoVersion, imported, locked }: BuildParts): object {
  const program = { ref: `cloacina@${version}`, version };
  const runtime = `pkg:github/denoland/deno@v${denoVersion}`;
  const needed = neededPackages(imported, locked);
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    version: 1,
    metadata: {
      component: {
        "type": "application",
        "bom-ref": program.ref,
        "name": "cloacina",
        "version": version,
        "licenses": [{ license: { id: "Apache-2.0" } }],
      },
    },
    components: [
      {
        "type": "platform",
        "bom-ref": runtime,
        "name": "deno",
        "version": denoVersion,
        "purl": runtime,
      },
      ...needed.map((id) => componentOf(id, locked)),
    ],
    dependencies: [
      { ref: program.ref, dependsOn: [runtime, ...imported.map(purlOf)] },
      ...needed.map((id) => ({
        ref: purlOf(id),
        dependsOn: dependenciesOf(id, locked).map(purlOf),
      })),
    ],
  };
}

/** These packages and all that they need, sorted. */
function neededPackages(imported: readonly string[], locked: LockedPackages): readonly string[] {
  const found = new Set<string>();
  const waiting = [...imported];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    waiting.push(...dependenciesOf(id, locked));
  }
  return [...found].sort();
}

function dependenciesOf(id: string, locked: LockedPackages): readonly string[] {
  const { dependencies = [], optionalDependencies = [] } = packageOf(id, locked);
  return [...dependencies, ...optionalDependencies].map((name) => lockedId(name, locked));
}

/** The lock leaves the version out where it has one version of a package alone. */
function lockedId(name: string, locked: LockedPackages): string {
  if (Object.hasOwn(locked, name)) return name;
  const ids = Object.keys(locked).filter((id) => namePartOf(id) === name);
  if (ids.length === 1) return ids[0]!;
  throw notLocked(name);
}

function componentOf(id: string, locked: LockedPackages): object {
  const [scope, name] = splitScope(namePartOf(id));
  return {
    "type": "library",
    "bom-ref": purlOf(id),
    ...(scope === undefined ? {} : { group: scope }),
    name,
    "version": versionOf(id),
    "hashes": [{ alg: "SHA-512", content: sha512Of(id, locked) }],
    "purl": purlOf(id),
  };
}

function sha512Of(id: string, locked: LockedPackages): string {
  const [, base64] = /^sha512-(.+)$/.exec(packageOf(id, locked).integrity) ?? [];
  if (base64 === undefined) throw notLocked(id);
  return Buffer.from(base64, "base64").toString("hex");
}

function packageOf(id: string, locked: LockedPackages): LockedPackage {
  const found = locked[id];
  if (found === undefined) throw notLocked(id);
  return found;
}

function purlOf(id: string): string {
  return `pkg:npm/${namePartOf(id).replace("@", "%40")}@${versionOf(id)}`;
}

function splitScope(name: string): readonly [scope: string | undefined, name: string] {
  const at = name.indexOf("/");
  return at === -1 ? [undefined, name] : [name.slice(0, at), name.slice(at + 1)];
}

/** A scope begins with an @, too. */
function namePartOf(id: string): string {
  return id.slice(0, id.indexOf("@", 1));
}

/** What the lock says behind an underscore is which peers a package was resolved with. */
function versionOf(id: string): string {
  return id.slice(id.indexOf("@", 1) + 1).split("_")[0]!;
}

function notLocked(name: string): CloacinaError {
  return new CloacinaError("invalid_request", `Cannot list ${name}: it is not in deno.lock`);
}
