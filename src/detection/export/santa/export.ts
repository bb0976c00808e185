/**
 * Rules as a configuration of Santa. Santa is there to allow and to block, and a detection is no reason to block: programs are allowed, which
 * marks their start in Santa's log, and writes are logged by file-access authorisation in audit mode.
 */
import type { ExportLoss } from '../../../model/rules-export.ts';
import type { Rule, Signal } from '../../../model/rules.ts';
import { exporter, headLines, type ExportRequest, type Written, type WrittenRule } from '../exporter.ts';
import { planRule, type Say } from '../plan.ts';
import { saySignal, type SaidSignal } from '../say-signal.ts';
import { entriesOf, isActionable, type ProgramEntry, type WatchEntry, type Writer } from './entries.ts';
import { SANTA, type SantaFact } from './fields.ts';
import { isPropertyText, propertyList, type PropertyValue } from '../../../model/property-list.ts';
import { commentText } from '../comment.ts';

const GENERAL: readonly ExportLoss[] = [
  {
    effect: 'same',
    signal: null,
    text: 'nothing is blocked: a start is logged as allowed by SIGNINGID, a write as AUDIT_ONLY',
  },
  {
    effect: 'broader',
    signal: null,
    text: 'at a watched path every write, move and removal is logged, whichever the signal means',
  },
  {
    effect: 'same',
    signal: null,
    text: 'an allowed program also runs in lockdown mode, and where a rule for its team or certificate, or a path, would block it',
  },
  {
    effect: 'same',
    signal: null,
    text: 'StaticRules go before rules of a sync server, and keep santactl from setting rules; without them, send the same entries from the server',
  },
];
const LONGEST_NAME = 48;

type Told = readonly SaidSignal<SantaFact>[];

export const exportSanta = exporter({
  general: GENERAL,
  write: writeRule,
  // Two files that watch one path would be in each other's way.
  filesOf: (rules) => [{ name: 'rules.santa.plist', text: fileOf(rules) }],
});

function writeRule(rule: Rule, { set }: ExportRequest): Written<Told> {
  const say: Say<SantaFact> = (signal) => {
    const answer = saySignal(signal, SANTA);
    const cannot = (why: string) => ({ kind: 'unsaid', signal, why }) as const;
    if (answer.kind === 'unsaid') return answer;
    if (signal.after !== undefined || signal.count !== undefined)
      return cannot('Santa remembers nothing that came before');
    return isActionable(answer) ? answer : cannot('Santa needs a signing id or a path');
  };
  const plan = planRule({ ...rule, unless: [] }, set, say);
  if (plan.kind === 'refused') return { ...plan, rule };
  return { kind: 'written', rule, text: plan.signals, losses: [...plan.losses, ...alone(rule)] };
}

/** Santa logs single events; the rule is left to who reads the log. */
function alone({ quorum, needs = [], unless = [], sequence = [], window }: Rule): readonly ExportLoss[] {
  const rest = [
    ...(quorum > 1 ? [`${quorum} programs within ${window}`] : []),
    ...needs.map((group) => `one of ${group.join(', ')}`),
    ...(unless.length > 0 ? [`none of ${unless.join(', ')}`] : []),
    ...(sequence.length > 1 ? [`the order ${sequence.join(', ')}`] : []),
  ];
  return rest.length === 0
    ? []
    : [
        {
          effect: 'broader',
          signal: null,
          text: `each entry speaks for itself; whoever reads the log has to ask for ${rest.join('; ')}`,
        },
      ];
}

function fileOf(rules: readonly WrittenRule<Told>[]): string {
  const heads = rules.flatMap(({ rule, losses }, index) => [
    ...(index === 0 ? [] : ['']),
    ...headLines(rule.title, { rules: [rule], general: index === 0 ? GENERAL : [], losses }),
  ]);
  const { programs, watches } = entriesOf(rules.flatMap(({ text }) => text));
  const configuration: PropertyValue = {
    ...(programs.length === 0 ? {} : { StaticRules: programs.map(programRule) }),
    ...(watches.length === 0
      ? {}
      : {
          FileAccessPolicy: {
            Version: 'esdrift-1',
            WatchItems: Object.fromEntries(
              watches.map((watch, index) => [watchName(watch, index), watchItem(watch)]),
            ),
          },
        }),
  };
  const comment = ['Keys for the configuration profile of Santa (com.northpolesec.santa).', '', ...heads];
  return propertyList(configuration, comment.map(commentText));
}

function programRule({ identifier, signals }: ProgramEntry): PropertyValue {
  const comment = `esdrift: ${told(signals)}`;
  return {
    identifier,
    rule_type: 'SIGNINGID',
    policy: 'ALLOWLIST',
    comment: isPropertyText(comment) ? comment : commentText(comment),
  };
}

function watchName({ signals }: WatchEntry, index: number): string {
  return `esdrift-${index + 1}-${signals[0]?.id.slice(0, LONGEST_NAME) ?? ''}`;
}

/** Whoever is not allowed, or is denied, is logged. */
function watchItem({ paths, processes }: WatchEntry): PropertyValue {
  return {
    Paths: paths.map(({ path, isPrefix }) => (isPrefix ? { Path: path, IsPrefix: true } : { Path: path })),
    Options: {
      AllowReadAccess: true,
      AuditOnly: true,
      EnableSilentMode: true,
      EnableSilentTTYMode: true,
      RuleType: processes.length === 0 ? 'PathsWithAllowedProcesses' : 'PathsWithDeniedProcesses',
    },
    ...(processes.length === 0 ? {} : { Processes: processes.map(processOf) }),
  };
}

function processOf({ signingId, teamId, binaryPath }: Writer): PropertyValue {
  return {
    ...(binaryPath === undefined ? {} : { BinaryPath: binaryPath }),
    ...(signingId === undefined ? {} : { SigningID: signingId }),
    ...(teamId !== undefined ? { TeamID: teamId } : signingId !== undefined ? { PlatformBinary: true } : {}),
  };
}

function told(signals: readonly Signal[]): string {
  return signals.map(({ id, title, evidence }) => `${id} (${title}; ${evidence})`).join('; ');
}
