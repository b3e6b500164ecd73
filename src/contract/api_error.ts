import * as z from "zod/mini";
import { ERROR_OUTCOMES, type ErrorCode } from "../errors.ts";
import type { ErrorDocument } from "./error_document.ts";

/** The codes of errors, as documents have them. */
export const ERROR_CODES = Object.keys(ERROR_OUTCOMES) as [ErrorCode, ...ErrorCode[]];

/** An error, and a hint. */
export const ApiError: z.ZodMiniType<ErrorDocument> = z.object({
  error: z.string(),
  code: z.enum(ERROR_CODES),
  hint: z.nullable(z.string()),
});
