/**
 * The hint of a change of which nobody knows whether it was made. To repeat it is right: that waits for the first one,
 * and then finds what it has made, which a look at the store may not show yet.
 */
export const ASK_AGAIN =
  "run the command again when the store answers: what was made is found, or refused as a duplicate; " +
  "only `tokens create` makes another token, so revoke the one that nobody received";
