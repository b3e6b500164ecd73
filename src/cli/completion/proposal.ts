/** A word that may stand where the cursor is, and what it means. */
export interface Proposal {
  readonly word: string;
  readonly brief: string;
}
