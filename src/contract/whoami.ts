import { DEFAULTS } from "./endpoint.ts";
import { ApiToken } from "./records.ts";

/** Who asks. It is no operation: a server answers it from the token of the request alone. */
export const WHOAMI = {
  ...DEFAULTS,
  method: "GET",
  path: "/v1/whoami",
  summary: "Show the token of this request, and what it may do",
  role: "read",
  answer: ApiToken,
} as const;
