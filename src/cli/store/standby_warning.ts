/** What is said where answers came from a standby; `place` is what gave them, `refusal` what would have refused them. */
export function standbyWarning(place: string, refusal: string): string {
  return `warning: ${place} answered as a standby, which may be behind its primary: what was revoked a moment ` +
    `ago may still count; ${refusal} refuses that`;
}
