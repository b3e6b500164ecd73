import assert from "node:assert/strict";
import { releaseNotes } from "../../scripts/release/notes.ts";

const CHANGELOG =
  "# Changelog\n\n## 0.10.0, 2027-01-01\n\n- ten\n\n## 0.1.0, unreleased\n\n- one\n";
const AT = { releasesUrl: "https://h.example/o/r/releases" };

Deno.test("the notes of a release have the changes of its version alone, and what macOS will do", () => {
  const notes = releaseNotes(CHANGELOG, { ...AT, version: "0.1.0" });
  assert.match(notes, /^- one\n\n## Install\n/);
  assert.doesNotMatch(notes, /ten/);
  assert.match(notes, /Gatekeeper/);
  assert.match(notes, /\(https:\/\/h\.example\/o\/r\/blob\/v0\.1\.0\/docs\/releases\.md\)/);
});

Deno.test("a version without a section in the changelog is not released", () => {
  assert.throws(() => releaseNotes(CHANGELOG, { ...AT, version: "0.1" }), /no section/);
});
