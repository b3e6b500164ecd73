import type { HashedPackage } from "../../domain/package_hash.ts";
import { judgeStatement } from "../../operations/package/judge_statement.ts";
import type { Stated } from "../../operations/package/stated.ts";
import type { ShownStatement } from "./shown_statement.ts";

/** As `judgeStatement`, and gives what is printed of it. Loaded on demand: most signatures state nothing. */
export async function judgeShown(
  hashed: HashedPackage,
  stated: Stated,
): Promise<ShownStatement | null> {
  const statement = await judgeStatement(hashed, stated);
  if (statement === null) return null;
  const { shownStatement } = await import("./shown_statement.ts");
  return shownStatement(statement, "signed");
}
