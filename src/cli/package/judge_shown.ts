import type { HashedPackage } from "../../domain/package_hash.ts";
import { judgeStatement } from "../../operations/package/judge_statement.ts";
import type { Stated } from "../../operations/package/stated.ts";
import type { CliContext } from "../context.ts";
import type { ShownStatement } from "./shown_statement.ts";

/** A signature with its statement, and the file of `--minimum-version`. */
interface Judged extends Omit<Stated, "now"> {
  readonly minimumVersion: string | undefined;
}

/** As `judgeStatement`, and gives what is printed of it. Loaded on demand: most signatures state nothing. */
export async function judgeShown(
  context: CliContext,
  hashed: HashedPackage,
  { minimumVersion, ...stated }: Judged,
): Promise<ShownStatement | null> {
  const statement = await judgeStatement(hashed, { ...stated, now: context.now() });
  if (statement === null) return null;
  if (minimumVersion !== undefined) {
    const { keepMinimum } = await import("./minimum_versions_file.ts");
    await keepMinimum(context, minimumVersion, { statement, shown: hashed.name });
  }
  const { shownStatement } = await import("./shown_statement.ts");
  return shownStatement(statement, "signed");
}
