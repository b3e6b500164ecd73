/** The methods that answers, logs and metrics name. Whoever sends a request may invent others without end. */
export const METHODS: ReadonlySet<string> = new Set(
  ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
);
