/** Whether a text is `env:VAR` or `file:PATH`, and not what it stands for. */
export function isReference(text: string): boolean {
  return /^(env|file):/.test(text);
}
