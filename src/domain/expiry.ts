/** Whether what expires no longer counts at a time: from the very moment on at which it expires. Null is never. */
export function hasExpired(expires: Date | null, at: Date): boolean {
  return expires !== null && expires.getTime() <= at.getTime();
}
