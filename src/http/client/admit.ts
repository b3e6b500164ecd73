import type * as z from "zod/mini";

/** A document as a schema reads it; undefined if it does not match, however many faults it has. */
export function admit<Answer>(
  schema: z.ZodMiniType<Answer>,
  document: unknown,
): Answer | undefined {
  try {
    const { success, data } = schema.safeParse(document);
    return success ? data : undefined;
  } catch {
    // zod 4.6.7 throws where there are more issues than a call can take arguments.
    return undefined;
  }
}
