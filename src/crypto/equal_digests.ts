import { timingSafeEqual } from "node:crypto";

/**
 * Whether two digests in hex are the same text, in a time that depends on their length alone, so that nobody learns from
 * it how many characters of a guess were right.
 */
export function equalDigests(left: string, right: string): boolean {
  const encoder = new TextEncoder();
  const [one, other] = [encoder.encode(left), encoder.encode(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}
