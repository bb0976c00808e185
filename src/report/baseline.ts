/** `baseline create` and `baseline show` for a terminal: where the facts come from first, then how well they are supported. */
import type {
  BaselineCreatedDocument,
  BaselineView,
  KindCount,
  SupportedFact,
} from '../model/baseline-view.ts';
import type { FactSet, RunInfo } from '../model/facts.ts';
import { formatBytes } from './byte-size.ts';
import { escapeText } from './escape.ts';
import { columnsOf, fitMiddle } from './fit-width.ts';
import { count, groupDigits } from './recording-notes.ts';
import { stabilityClause, stabilityLines } from './stability.ts';
import { chalkFor, type Terminal } from './terminal.ts';
import { wrapText } from './wrap-text.ts';
import { shellWord } from '../model/shell-word.ts';

const MOST_RUNS = 12;
const MOST_PROGRAMS = 40;
const MOST_FACTS = 200;
const MOST_COLLAPSED = 8;
const MOST_TYPES = 16;

export function renderBaselineCreated(created: BaselineCreatedDocument, terminal: Terminal): string {
  const chalk = chalkFor(terminal);
  const path = escapeText(created.path);
  return lines([
    `${chalk.bold(path)}  ${formatBytes(created.bytes)}`,
    `  ${runsText(created)}`,
    '',
    ...kindLines(created.facts, created.upgrades),
    ...(created.collapsed.length > 0 ? ['', ...collapsedLines(created.collapsed)] : []),
    '',
    ...stabilityLines(created.stability, created.noise, terminal),
    '',
    `next: esdrift baseline show ${shellWord(path)}, then compare with it: esdrift diff ${shellWord(path)} TRACE`,
  ]);
}

export function renderBaseline(view: BaselineView, terminal: Terminal): string {
  const chalk = chalkFor(terminal);
  const synthetic = view.runs.filter((run) => run.provenance === 'synthetic').length;
  const head = [
    ...(synthetic > 0
      ? [
          chalk.yellow.bold(
            `SYNTHETIC: a simulator wrote ${synthetic} of ${count(view.runs.length, 'recording')}.`,
          ),
        ]
      : []),
    `${chalk.bold(escapeText(view.name))}  ${runsText(view)}, template rules ${escapeText(view.normalizer)}`,
  ];
  const facts = factLines(view, terminal);
  const stability = viewStability(view, terminal);
  if (view.filtered) return lines([...head, '', ...facts]);
  return lines([
    ...head,
    '',
    ...runLines(view.runs, terminal),
    '',
    ...coverageLines(view.runs),
    '',
    ...kindLines(view.kinds, view.upgrades),
    ...(stability.length > 0 ? ['', ...stability] : []),
    ...(view.collapsed.length > 0 ? ['', ...collapsedLines(view.collapsed)] : []),
    '',
    ...facts,
    '',
    `next: one program in full: esdrift baseline show ${shellWord(escapeText(view.name))} --program 'platform:com.apple.mobileassetd'`,
  ]);
}

function viewStability({ stability, noise }: BaselineView, terminal: Terminal): readonly string[] {
  if (stability === undefined) return [];
  if (noise !== undefined) return stabilityLines(stability, noise, terminal);
  return wrapText(
    `Each run against the others: ${stabilityClause(stability).join('')}; --noise names what.`,
    terminal.columns,
  );
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}

function runsText({ upgrades, controls }: { upgrades: number; controls: number }): string {
  return controls === 0 ? count(upgrades, 'run') : `${count(upgrades, 'run')}, ${count(controls, 'control')}`;
}

function runLines(runs: readonly RunInfo[], terminal: Terminal): readonly string[] {
  const shown = runs.slice(0, MOST_RUNS).map((run) => {
    const mac = [run.arch, run.model, run.virtualMachine === true ? 'VM' : undefined].filter(
      (part) => part !== undefined,
    );
    const macos = [run.os, run.target].flatMap((os) =>
      os === undefined ? [] : [`${os.productVersion} (${os.buildVersion})`],
    );
    const parts = [
      run.trace.slice(-12),
      run.role === 'control' ? 'control' : run.method,
      macos.length > 0 ? `macOS ${macos.join(' → ')}` : 'macOS not known',
      ...(mac.length > 0 ? [mac.join(' ')] : []),
      count(run.events, 'event'),
      count(run.segments.length, 'segment'),
      run.lost === 0 ? 'none lost' : `${groupDigits(run.lost)} lost`,
      ...(run.cut ? ['ends early'] : []),
    ];
    return `  ${fitMiddle(escapeText(parts.join(', ')), terminal.columns - 2)}`;
  });
  return ['Recordings', ...shown, ...more(runs.length - MOST_RUNS, 'recording')];
}

function coverageLines(runs: readonly RunInfo[]): readonly string[] {
  const recorded = new Map<string, number>();
  for (const run of runs) {
    for (const type of run.subscribed ?? Object.keys(run.eventsByType))
      recorded.set(type, (recorded.get(type) ?? 0) + 1);
  }
  const everywhere = [...recorded]
    .filter(([, times]) => times === runs.length)
    .map(([type]) => type)
    .sort();
  const partly = [...recorded]
    .filter(([, times]) => times < runs.length)
    .map(([type, times]) => `${type} (${times} of ${runs.length})`)
    .sort();
  return [
    `Event types in every recording: ${typesText(everywhere)}`,
    ...(partly.length > 0 ? [`in some only: ${typesText(partly)}`] : []),
  ];
}

function typesText(types: readonly string[]): string {
  const shown = types.slice(0, MOST_TYPES).map(escapeText).join(', ');
  const left = types.length - MOST_TYPES;
  if (types.length === 0) return 'none';
  return left > 0 ? `${shown} and ${left} more` : shown;
}

function kindLines(kinds: readonly KindCount[], upgrades: number): readonly string[] {
  const always = `in every run`;
  const rows = kinds.map(({ kind, total, always: full, once }) => [
    kind,
    groupDigits(total),
    groupDigits(full),
    groupDigits(once),
  ]);
  const table = [['Facts', 'total', upgrades === 0 ? '' : always, 'in one only'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  return table.map((row, index) =>
    row
      .map((cell, column) =>
        column === 0
          ? `${index === 0 ? '' : '  '}${cell}`.padEnd((widths[0] ?? 0) + 2)
          : cell.padStart((widths[column] ?? 0) + 2),
      )
      .join('')
      .trimEnd(),
  );
}

function collapsedLines(collapsed: readonly string[]): readonly string[] {
  return [
    'Too many names to tell apart',
    ...collapsed.slice(0, MOST_COLLAPSED).map((mark) => `  ${escapeText(mark)}`),
    ...more(collapsed.length - MOST_COLLAPSED, 'place'),
  ];
}

function factLines(view: BaselineView, terminal: Terminal): readonly string[] {
  const most = view.filtered ? MOST_FACTS : MOST_PROGRAMS;
  const { facts } = view;
  if (facts.length === 0) return ['No fact matches.'];
  const out: string[] = [];
  let kind: string | undefined;
  for (const fact of facts.slice(0, most)) {
    if (fact.kind !== kind) {
      kind = fact.kind;
      out.push(
        `${kind === 'program' ? 'Programs' : kind}${view.controls > 0 ? ` (runs, controls, usual count)` : ` (runs, usual count)`}`,
      );
    }
    out.push(...factRows(fact, view, terminal));
  }
  return [
    ...out,
    ...more(
      facts.length - most,
      'fact',
      view.filtered ? 'narrow the filter, or use --json' : '--kind program shows more',
    ),
  ];
}

/** One line, or two where the last part of the key (a path, arguments) needs one of its own. */
function factRows(fact: SupportedFact, view: BaselineView, terminal: Terminal): readonly string[] {
  const support = [
    `${fact.upgrades}/${view.upgrades}`,
    ...(view.controls > 0 ? [`${fact.controls}/${view.controls}`] : []),
  ];
  const head = `  ${support.map((text) => text.padStart(6)).join(' ')} ${`×${groupDigits(fact.median)}`.padStart(7)}  `;
  const room = Math.max(30, terminal.columns - head.length);
  const { who, what } = wordsOf(fact);
  const whole = escapeText(what === '' ? who : `${who}  ${what}`);
  if (columnsOf(whole) <= room || what === '') return [head + fitMiddle(whole, room)];
  return [
    head + fitMiddle(escapeText(who), room),
    ' '.repeat(head.length) + fitMiddle(escapeText(what), room),
  ];
}

function wordsOf({ kind, key }: SupportedFact): { who: string; what: string } {
  const [first = '', second = '', ...rest] = key;
  switch (kind) {
    case 'program':
      return { who: first, what: '' };
    case 'launch':
    case 'responsible':
      return { who: `${first} → ${second}`, what: '' };
    case 'handoff':
      return { who: `${first} → ${second}`, what: rest.join(' ') };
    case 'arguments':
      return { who: first, what: second };
    case 'file':
    case 'event':
      return { who: `${first} ${second}`, what: rest.join(' ') };
    case 'shape':
      return { who: key.join(' '), what: '' };
  }
}

function more(left: number, one: string, how?: string): readonly string[] {
  if (left <= 0) return [];
  return [`  … ${count(left, `more ${one}`)} left out${how === undefined ? '' : `: ${how}`}`];
}

/** The profile itself where it goes to standard output, else one line a file. */
export function renderProfiles(
  profiles: readonly {
    readonly path: string | undefined;
    readonly text: string;
    readonly profile: Pick<FactSet, 'facts' | 'runs'>;
  }[],
): string {
  const [first] = profiles;
  if (first !== undefined && first.path === undefined) return first.text;
  const written = profiles.map(({ path = '', text, profile }) => {
    const events = profile.runs[0]?.events ?? 0;
    return `${escapeText(path)}  ${count(profile.facts.length, 'fact')} of ${count(events, 'event')}, ${formatBytes(Buffer.byteLength(text))}`;
  });
  return lines([...written, '', 'next: merge them: esdrift baseline create PROFILE… -o FILE']);
}
