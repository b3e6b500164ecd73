import * as z from "zod/mini";

/** Whether a server can use its store. Not an operation: it needs no token, and has 503 for what is wrong. */
export const READY = {
  method: "GET",
  path: "/ready",
  answer: z.object({ status: z.literal("ready") }),
} as const;
