/** What comes of a promise. Throws where nothing has come after so many milliseconds: then a test fails, and no run hangs. */
export async function within<Value>(milliseconds: number, value: Promise<Value>): Promise<Value> {
  // Made here, so that it says who waited.
  const error = new Error(`nothing came within ${milliseconds / 1000} s`);
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(error), milliseconds);
  return await Promise.race([value, late.promise]).finally(() => clearTimeout(timer));
}
