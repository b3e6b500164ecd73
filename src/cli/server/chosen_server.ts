/** The server that a command works on, and what chose it. */
export interface ChosenServer {
  readonly url: string;
  readonly because: string;
  /** The `api_key` of its profile: the token, or `env:VAR` or `file:PATH`. It is sent to no other server. */
  readonly profileKey: string | undefined;
}
