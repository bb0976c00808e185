/** The exit codes of every command, with and without `--json`. Scripts rely on them. */
export const EXIT = {
  ok: 0,
  drift: 1,
  usage: 2,
  inconclusive: 3,
  noBaseline: 4,
  unreadable: 5,
  unable: 6,
  bug: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
