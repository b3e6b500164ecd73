import type { Route } from "./route.ts";
import { packageRoutes } from "./routes/packages.ts";
import { signatureRoutes } from "./routes/signatures.ts";
import { signingKeyRoutes } from "./routes/signing_keys.ts";
import { tokenRoutes } from "./routes/tokens.ts";
import { trustGrantRoutes } from "./routes/trust_grants.ts";
import { trustedKeyRoutes } from "./routes/trusted_keys.ts";

/** Every route of the API that takes a token. What serves them reads this table, and so does what describes them. */
export const ROUTES: readonly Route[] = [
  ...signingKeyRoutes,
  ...signatureRoutes,
  ...packageRoutes,
  ...trustedKeyRoutes,
  ...trustGrantRoutes,
  ...tokenRoutes,
];
