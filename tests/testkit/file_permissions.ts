/** Deno's flags for a process that works on files, whose owners and modes it looks at. */
export const FILE_PERMISSIONS: readonly string[] = [
  "--allow-read",
  "--allow-write",
  "--allow-sys=uid",
];
