import { DEFAULTS } from "./endpoint.ts";
import { ApiToken } from "./records.ts";

/** The caller's token. Not an operation: the server answers it from the token of the request alone. */
export const WHOAMI = {
  ...DEFAULTS,
  method: "GET",
  path: "/v1/whoami",
  summary: "Show the token of this request, and what it may do",
  role: "read",
  answer: ApiToken,
} as const;
