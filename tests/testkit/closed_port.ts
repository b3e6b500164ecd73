/**
 * A port on which nobody listens. It is below those that the system hands out, so that no other test gets it meanwhile;
 * some of these, such as 9, `fetch` does not even try.
 */
export const CLOSED_PORT = 1023;
