/** Checks of what recording needs: eslogger, its events, root, Full Disk Access, and nobody else in the way. */
import { ARMED_DISK_ACCESS } from '../../model/armed.ts';
import type { DoctorCheck } from '../../model/doctor.ts';
import type { LaunchdJob, RunningProcess } from '../../platform/macos/processes.ts';
import { valueOf, type Reading } from '../../platform/macos/reading.ts';
import { describeRefusal, fullDiskAccessRemedy, remedyFor } from '../../recorder/eslogger-refusal.ts';
import type { EsloggerEnd } from '../../recorder/eslogger-process.ts';
import { describeResponsible, type LaunchContext } from '../../recorder/launch-context.ts';
import type { EventSelection } from '../../recorder/presets.ts';
import type { TrialResult } from '../../recorder/permission-trial.ts';
import { fail, ok, warn } from './check.ts';

const MOST_NAMES = 6;

export function checkEslogger(path: string, offered: Reading<readonly string[]>): DoctorCheck {
  if (offered.ok) return ok('eslogger', `${path}, offers ${offered.value.length} event types`);
  if (offered.reason === 'missing') {
    return fail(
      'eslogger',
      `There is no ${path}.`,
      'It is part of macOS 13 and later: reinstall macOS, or record on another Mac.',
    );
  }
  return warn(
    'eslogger',
    `${path} is there, but --list-events gave no list (${offered.reason}: ${offered.detail}).`,
    `Run it by hand: ${path} --list-events`,
  );
}

/** `wish`: what `--events` says. */
export function checkEvents(
  wish: string,
  selection: EventSelection,
  offered: Reading<readonly string[]>,
): DoctorCheck {
  const all = selection.wanted.length;
  if (!offered.ok) {
    return warn(
      'events',
      `“${wish}” wants ${all}; which of them this Mac offers is not known.`,
      'One name that it lacks makes eslogger refuse all: see the line on eslogger.',
    );
  }
  if (selection.subscribed.length === 0)
    return fail('events', `None of “${wish}” is offered here.`, 'esdrift doctor --events lifecycle');
  if (selection.unknown.length > 0) {
    return warn(
      'events',
      `No macOS known here has ${names(selection.unknown)}.`,
      `Check the spelling against: eslogger --list-events`,
    );
  }
  if (selection.missing.length > 0) {
    return warn(
      'events',
      `${selection.subscribed.length} of the ${all} of “${wish}”; this macOS lacks ${names(selection.missing)}.`,
      'Nothing to do: they are left out, and the trace says so. Comparisons leave them out too.',
    );
  }
  return ok('events', `all ${all} of “${wish}”`);
}

export function checkRoot(uid: number | undefined): DoctorCheck {
  if (uid === 0) return ok('root', 'yes');
  return fail('root', 'No, and eslogger records for root only.', 'sudo esdrift doctor');
}

export type Permission =
  /** Only root can try. */
  { readonly kind: 'not-tried' } | { readonly kind: 'no-eslogger' } | TrialResult;

export function checkFullDiskAccess(
  permission: Permission,
  context: LaunchContext,
  managed: Reading<boolean>,
): DoctorCheck {
  const forWhom = `needed for ${describeResponsible(context)}`;
  const note = valueOf(managed) === true ? ' This Mac is managed: MDM can grant it with a PPPC profile.' : '';
  switch (permission.kind) {
    case 'may-record':
      return ok('full-disk-access', `given; ${forWhom}. eslogger started and showed an event.`);
    case 'not-tried':
      return warn(
        'full-disk-access',
        `Only root can try. It is ${forWhom}.${note}`,
        `${fullDiskAccessRemedy(context)} Then: sudo esdrift doctor`,
      );
    case 'no-eslogger':
      return warn('full-disk-access', 'Cannot be tried without eslogger.', 'See the line on eslogger.');
    case 'unclear':
      return warn(
        'full-disk-access',
        `Not refused, but no event came in ${permission.afterMs / 1_000} s although a program was started; ${forWhom}.`,
        'Run it by hand, and start a program beside it: sudo /usr/bin/eslogger exec exit',
      );
    case 'may-not':
      return explainTrial(permission.end, context, forWhom + note);
  }
}

function explainTrial(end: EsloggerEnd, context: LaunchContext, forWhom: string): DoctorCheck {
  switch (end.kind) {
    case 'refused': {
      const found =
        end.refusal.kind === 'not-permitted' ? `Not given; ${forWhom}.` : describeRefusal(end.refusal);
      return fail('full-disk-access', found, remedyFor(end.refusal, context));
    }
    case 'not-started':
      return fail(
        'full-disk-access',
        `eslogger could not be started (${end.detail}).`,
        'See the line on eslogger.',
      );
    case 'died':
    case 'stopped': {
      const how = end.exit.kind === 'code' ? `code ${end.exit.code}` : end.exit.signal;
      return fail(
        'full-disk-access',
        `eslogger ended at once (${how}), without saying why.`,
        'Run it by hand: sudo /usr/bin/eslogger exec',
      );
    }
  }
}

/** Other eslogger runs, and armed recordings of ours. `self`: this process and its ancestors. */
export function checkRecorders(
  processes: Reading<readonly RunningProcess[]>,
  self: ReadonlySet<number>,
): DoctorCheck {
  const all = valueOf(processes);
  if (all === undefined)
    return warn(
      'recorders',
      'Running processes could not be read.',
      'Look with: ps -axo pid,comm | grep eslogger',
    );
  const others = all.filter(({ pid, executable }) => !self.has(pid) && /(?:^|\/)eslogger$/.test(executable));
  if (others.length === 0) return ok('recorders', 'no other eslogger runs');
  const pids = others.slice(0, MOST_NAMES).map(({ pid }) => pid);
  const more = others.length > pids.length ? ` and ${others.length - pids.length} more` : '';
  return warn(
    'recorders',
    `eslogger runs already: pid ${pids.join(', ')}${more}.`,
    'Each is a client of Endpoint Security, and all of them slow down together: end those you do not need. If it is an armed recording: esdrift status',
  );
}

export function checkJobs(
  jobs: readonly {
    readonly label: string;
    readonly job: Reading<LaunchdJob>;
    readonly disabled: Reading<boolean>;
  }[],
): DoctorCheck {
  const off = jobs.filter(({ disabled }) => valueOf(disabled) === true).map(({ label }) => label);
  if (off.length > 0) {
    return warn(
      'jobs',
      `launchd would not start ${names(off)}: switched off.`,
      `Allow esdrift in System Settings → General → Login Items & Extensions, or: sudo launchctl enable system/${off[0] ?? ''}`,
    );
  }
  const loaded = jobs.filter(({ job }) => valueOf(job)?.loaded === true).map(({ label }) => label);
  if (loaded.length > 0) return ok('jobs', `armed: launchd has ${names(loaded)}`);
  return ok(
    'jobs',
    `none of esdrift is installed, and none is switched off. For \`esdrift arm\`, Full Disk Access is ${ARMED_DISK_ACCESS}.`,
  );
}

function names(list: readonly string[]): string {
  const shown = list.slice(0, MOST_NAMES).join(', ');
  return list.length > MOST_NAMES ? `${shown} and ${list.length - MOST_NAMES} more` : shown;
}
