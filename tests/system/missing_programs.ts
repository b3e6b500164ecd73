import { SYSTEM_PROGRAMS } from "../testkit/system_programs.ts";

// Says in one line for each program that is not installed what to install, and fails where there is one. With
// --packages it prints the Debian packages alone.

const FOLDERS = [...(Deno.env.get("PATH") ?? "").split(":"), "/usr/sbin", "/sbin"];

const missing = [...SYSTEM_PROGRAMS].filter(([program]) =>
  !FOLDERS.some((folder) => isFile(`${folder}/${program}`))
);

if (Deno.args.includes("--packages")) {
  for (const packageName of new Set(missing.map(([, name]) => name))) console.log(packageName);
} else {
  for (const [program, packageName] of missing) {
    console.error(`missing: ${program} (apt-get install ${packageName})`);
  }
  if (missing.length > 0) Deno.exit(1);
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
