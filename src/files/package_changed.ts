import { CloacinaError } from "../errors.ts";

/** The error of a package or provider of which `what` changed while it was hashed. */
export function packageChanged(name: string, what = "it"): CloacinaError {
  return new CloacinaError(
    "package_changed",
    `Cannot hash the ${name}: ${what} changed while it was read`,
    { hint: "wait until it has been written, then run the command again" },
  );
}
