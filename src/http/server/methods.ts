/** The methods that answers, logs and metrics name. A caller may invent any number of others. */
export const METHODS: ReadonlySet<string> = new Set(
  ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
);
