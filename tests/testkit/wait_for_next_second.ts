/** Waits until ctime is another one: the runtime tells it in whole seconds, and the kernel's clock lags by a tick. */
export function waitForNextSecond(): void {
  const ms = 1000 - Date.now() % 1000 + 20;
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
