/** What must be known of a Mac before it is recorded, and what to say where it cannot be. */
import { AppError } from '../errors.ts';
import type { HostInfo, OsVersion } from '../model/trace.ts';
import type { MacHost } from '../platform/macos/mac-host.ts';
import { ancestry } from '../platform/macos/processes.ts';
import { valueOf } from '../platform/macos/reading.ts';
import type { EsloggerEnd } from '../recorder/eslogger-process.ts';
import { describeRefusal, remedyFor } from '../recorder/eslogger-refusal.ts';
import { launchContextOf, type LaunchContext } from '../recorder/launch-context.ts';
import { describeEnd } from '../recorder/live-source.ts';
import { selectEvents } from '../recorder/presets.ts';
import type { StopReason } from '../recorder/recording.ts';
import type { KnownName } from '../recorder/redaction/names.ts';

export interface PreparedMac {
  readonly host: MacHost;
  readonly os: OsVersion | undefined;
  readonly hostInfo: HostInfo;
  /** What to ask eslogger for. */
  readonly subscribed: readonly string[];
  readonly missing: readonly string[];
  readonly names: readonly KnownName[];
  readonly context: LaunchContext;
  readonly warnings: readonly string[];
}

interface Wish {
  readonly platform: string;
  readonly uid: number | undefined;
  readonly pid: number;
  readonly events: string;
  readonly select?: readonly string[];
}

/** Errors: unsupported-here, usage. */
export async function prepareMac(wish: Wish, host: MacHost): Promise<PreparedMac> {
  if (wish.platform !== 'darwin') {
    throw new AppError(
      'unsupported-here',
      'This is not macOS: Endpoint Security, and eslogger with it, exist there only.',
      'Record on a Mac, or record what comes from one: ssh mac sudo eslogger exec fork exit | esdrift record --from - --out FILE',
    );
  }
  if (wish.uid !== 0)
    throw new AppError(
      'unsupported-here',
      'eslogger records for root only.',
      'Run the command again with sudo.',
    );
  const [offered, os, kernel, sip, identities, processes] = await Promise.all([
    host.offeredEvents(),
    host.osVersion(),
    host.kernel(),
    host.systemIntegrityProtection(),
    host.identities(),
    host.processes(),
  ]);
  if (!offered.ok && offered.reason === 'missing') {
    throw new AppError(
      'unsupported-here',
      `There is no ${host.tools.eslogger} to run.`,
      'It is part of macOS 13 and later. See what else is missing: sudo esdrift doctor',
    );
  }
  const { wanted, subscribed, missing } = selectEvents(wish.events, valueOf(offered));
  if (subscribed.length === 0) {
    throw new AppError(
      'usage',
      `This Mac offers none of the events asked for (${wanted.join(', ') || 'none'}).`,
      'See what it offers: eslogger --list-events',
    );
  }
  const version = valueOf(os);
  const facts = valueOf(kernel);
  const protection = valueOf(sip);
  return {
    host,
    os: version && { productVersion: version.productVersion, buildVersion: version.buildVersion },
    hostInfo: {
      ...(facts?.arch !== undefined && { arch: facts.arch }),
      ...(facts?.model !== undefined && { model: facts.model }),
      ...(facts?.virtualMachine !== undefined && { virtualMachine: facts.virtualMachine }),
      ...((protection === 'enabled' || protection === 'disabled') && { sip: protection }),
    },
    subscribed,
    missing,
    names: [
      ...identities.users.map((text) => ({ kind: 'user' as const, text })),
      ...identities.hosts.map((text) => ({ kind: 'host' as const, text })),
      ...identities.serials.map((text) => ({ kind: 'serial' as const, text })),
      ...identities.volumes.map((text) => ({ kind: 'volume' as const, text })),
    ],
    context: launchContextOf(ancestry(valueOf(processes) ?? [], wish.pid)),
    warnings: warningsOf(missing, offered.ok, wish.select ?? []),
  };
}

function warningsOf(
  missing: readonly string[],
  isKnown: boolean,
  select: readonly string[],
): readonly string[] {
  return [
    ...(missing.length > 0
      ? [`This Mac does not offer ${missing.join(', ')}: not recorded, and left out of comparisons.`]
      : []),
    ...(isKnown
      ? []
      : ['What events this Mac offers could not be read; one that it lacks makes eslogger refuse all.']),
    ...(select.length > 0
      ? [
          `--select hides every event of programs outside ${select.join(', ')}, among them execs that lead into it, and the canaries: such a trace makes no baseline.`,
        ]
      : []),
  ];
}

/** Why nothing was recorded. */
export function explainFailure(
  end: EsloggerEnd | undefined,
  mac: PreparedMac | undefined,
  from: string | undefined,
  reason: StopReason,
): AppError {
  if (reason === 'disk-floor')
    return new AppError(
      'no-events',
      'Nothing was recorded: the disk has less free than --disk-floor.',
      'Free some space, name another disk with --out, or lower it: --disk-floor 500MiB',
    );
  if (end?.kind === 'refused' && mac !== undefined)
    return new AppError(
      'unsupported-here',
      describeRefusal(end.refusal),
      remedyFor(end.refusal, mac.context),
    );
  if (end !== undefined)
    return new AppError(
      'unsupported-here',
      `eslogger recorded nothing (${describeEnd(end)}).`,
      'Find out why: sudo esdrift doctor',
    );
  return new AppError(
    'no-events',
    from === undefined ? 'No event came while it recorded.' : `There is no event in ${from}.`,
    from === undefined
      ? 'Record for longer, or other events: esdrift record --events upgrade'
      : 'eslogger writes one JSON object a line: `sudo eslogger exec fork exit > events.jsonl`.',
  );
}
