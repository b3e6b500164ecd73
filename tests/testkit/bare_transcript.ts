import type { Transcript } from "./transcript_parse.ts";

/** Whether any of it needs a program that a bare machine does not have. */
export function needsPrograms({ needs, steps }: Transcript): boolean {
  return needs.length > 0 || steps.some((step) => step.needs.length > 0);
}

/** What a bare machine can run of a transcript: its commands that need nothing. Null where it needs a program as a whole. */
export function bareTranscript(transcript: Transcript): Transcript | null {
  if (transcript.needs.length > 0) return null;
  return { ...transcript, steps: transcript.steps.filter(({ needs }) => needs.length === 0) };
}
