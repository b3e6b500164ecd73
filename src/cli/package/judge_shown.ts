import type { HashedPackage } from "../../domain/package_hash.ts";
import type { Statement } from "../../domain/statement.ts";
import { judgeStatement } from "../../operations/package/judge_statement.ts";
import type { Stated } from "../../operations/package/stated.ts";
import type { CliContext } from "../context.ts";
import type { ShownStatement } from "./shown_statement.ts";

/** A statement that was judged, and what is printed of it. */
export interface JudgedStatement extends ShownStatement {
  readonly statement: Statement;
}

/** As `judgeStatement`, and gives what is printed of it. Loaded on demand: most signatures state nothing. */
export async function judgeShown(
  { now }: CliContext,
  hashed: HashedPackage,
  stated: Omit<Stated, "now">,
): Promise<JudgedStatement | null> {
  const statement = await judgeStatement(hashed, { ...stated, now: now() });
  if (statement === null) return null;
  const { shownStatement } = await import("./shown_statement.ts");
  return { ...shownStatement(statement, "signed"), statement };
}
