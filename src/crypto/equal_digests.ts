import { timingSafeEqual } from "node:crypto";

/**
 * Compares two hex digests in constant time for their length, so that timing does not reveal how much of a guess was
 * right.
 */
export function equalDigests(left: string, right: string): boolean {
  const encoder = new TextEncoder();
  const [one, other] = [encoder.encode(left), encoder.encode(right)];
  return one.length === other.length && timingSafeEqual(one, other);
}
