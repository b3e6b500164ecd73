/** What is waited for while the process ends. */
export const NEVER: Promise<never> = new Promise(() => {});
