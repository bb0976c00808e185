/** Processes and launchd jobs, as ps and launchctl print them. */
export interface RunningProcess {
  readonly pid: number;
  readonly parentPid: number;
  readonly groupId: number;
  readonly uid: number;
  /** The executable's path; on macOS `comm` is not cut to a name. */
  readonly executable: string;
}

/** Arguments that make ps print what parsePs reads; `=` leaves out the header. */
export const PS_ARGUMENTS = ['-axo', 'pid=,ppid=,pgid=,uid=,comm='] as const;

export function parsePs(text: string): readonly RunningProcess[] | undefined {
  const rows = [...text.matchAll(/^\s*(\d+)\s+(\d+)\s+(\d+)\s+(-?\d+)\s+(\S.*?)\s*$/gm)];
  if (rows.length === 0) return undefined;
  return rows.map(([, pid, parentPid, groupId, uid, executable = '']) => ({
    pid: Number(pid),
    parentPid: Number(parentPid),
    groupId: Number(groupId),
    uid: Number(uid),
    executable,
  }));
}

/** A process and its ancestors, nearest first. */
export function ancestry(processes: readonly RunningProcess[], pid: number): readonly RunningProcess[] {
  const byPid = new Map(processes.map((one) => [one.pid, one]));
  const chain: RunningProcess[] = [];
  for (
    let next = byPid.get(pid);
    next !== undefined && !chain.includes(next);
    next = byPid.get(next.parentPid)
  )
    chain.push(next);
  return chain;
}

export interface LaunchdJob {
  readonly loaded: boolean;
  readonly pid: number | undefined;
  /** Of the last run that ended; undefined where none did, or where it is not said. */
  readonly lastExitCode: number | undefined;
}

/**
 * `launchctl print system/LABEL`: a long text that Apple calls no API; only `pid = N` and `last exit code = N` are read from it. An unknown label ends with an error that says
 * `Could not find service`.
 */
export function parseLaunchctlPrint(stdout: string, stderr: string): LaunchdJob | undefined {
  if (/Could not find service/i.test(stderr + stdout))
    return { loaded: false, pid: undefined, lastExitCode: undefined };
  if (!/^\s*state = /m.test(stdout)) return undefined;
  return {
    loaded: true,
    pid: numberAfter('pid', stdout),
    lastExitCode: numberAfter('last exit code', stdout),
  };
}

/** Of the job itself: the text goes on with parts that are indented further and may use the same words. */
function numberAfter(name: string, text: string): number | undefined {
  const value = new RegExp(`^\\s*${name} = (\\d+)(?::.*)?$`, 'm').exec(text)?.[1];
  return value === undefined ? undefined : Number(value);
}

/** `launchctl print-disabled system`: `"label" => disabled` a line, `true` for it on older systems. Undefined: nothing is said about the label. */
export function parseDisabled(text: string, label: string): boolean | undefined {
  for (const [, name, state] of text.matchAll(/"([^"]+)"\s*=>\s*(\w+)/g)) {
    if (name === label) return state === 'disabled' || state === 'true';
  }
  return undefined;
}
