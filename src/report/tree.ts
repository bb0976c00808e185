import type { ChalkInstance } from 'chalk';
import type { ProcessTree, TreeExit, TreeProcess } from '../model/process-tree.ts';
import type { RecordingNote } from '../model/recording.ts';
import { formatDuration, formatOffset } from './duration.ts';
import { escapeText } from './escape.ts';
import { columnsOf, fitWidth } from './fit-width.ts';
import { count, provenanceWarning, recordingGaps, recordingTitle } from './recording-notes.ts';
import { chalkFor, type Terminal } from './terminal.ts';
import { foldTree, type TreeBranch } from './tree-folding.ts';
import { wrapText } from './wrap-text.ts';

export interface TreeTextOptions {
  readonly terminal: Terminal;
  /** Most lines of the tree; 0: all. */
  readonly lines: number;
  readonly fold: boolean;
}

type Style = 'name' | 'detail' | 'failure' | 'context' | 'line';

interface Piece {
  readonly text: string;
  readonly style: Style;
}

const SEPARATOR = ' · ';
/** Share of the width that indentation may take; deeper levels say their depth instead. */
const INDENT_SHARE = 0.4;

function exitPiece(exit: TreeExit): Piece {
  if ('code' in exit) return { text: `exit ${exit.code}`, style: exit.code === 0 ? 'detail' : 'failure' };
  return { text: exit.coreDumped ? `${exit.name}, core dumped` : exit.name, style: 'failure' };
}

function durationsOf(processes: readonly TreeProcess[]): string | undefined {
  const ran = processes.flatMap(({ startedMs, endedMs }) =>
    startedMs === null || endedMs === null ? [] : [endedMs - startedMs],
  );
  if (ran.length === 0) return undefined;
  const texts = new Set(
    [ran.reduce((a, b) => Math.min(a, b)), ran.reduce((a, b) => Math.max(a, b))].map(formatDuration),
  );
  return `ran ${[...texts].join('–')}`;
}

/** `platform com.apple.mobileassetd`: who signed the last image, and as what. */
function identity({ images }: TreeProcess): readonly string[] {
  const last = images.at(-1);
  return last === undefined
    ? []
    : [last.signingId === null ? last.authority : `${last.authority} ${last.signingId}`];
}

function jobLabel({ label, images, name }: TreeProcess): readonly string[] {
  const known = label === null || label === name || images.some(({ signingId }) => signingId === label);
  return known ? [] : [`job ${label}`];
}

function detail(text: string): Piece {
  return { text, style: 'detail' };
}

function lifetime({ subject, likes }: TreeBranch): readonly Piece[] {
  const ran = durationsOf(likes);
  return [
    detail(subject.startedMs === null ? 'older' : formatOffset(subject.startedMs)),
    ...(subject.bornOf === null ? [] : [detail(`born of pid ${subject.bornOf}`)]),
    ...(subject.forkOnly ? [detail('fork only')] : []),
    ...(subject.failedLaunch ? [{ text: 'launch failed', style: 'failure' } as const] : []),
    ...(ran === undefined ? [] : [detail(ran)]),
    ...(subject.exit === null ? [] : [exitPiece(subject.exit)]),
  ];
}

function nameOf({ images, name }: TreeProcess): string {
  return images.length > 1 ? images.map((image) => image.name).join(' → ') : name;
}

/** What a narrow terminal cuts off stands last. */
function piecesOf(branch: TreeBranch): readonly Piece[] {
  const { subject, likes } = branch;
  const unknown = subject.images.length === 0 && subject.label === null;
  const which = likes.length > 1 ? ` ×${likes.length}` : unknown ? '' : ` [${subject.pid}]`;
  const rest = [
    ...lifetime(branch),
    ...(unknown ? [detail('never seen itself')] : []),
    ...identity(subject).map(detail),
    ...(likes.length > 1 ? [] : jobLabel(subject)).map(detail),
  ];
  return [
    { text: nameOf(subject), style: subject.context ? 'context' : 'name' },
    detail(`${which}  `),
    ...rest.flatMap((piece, index) => (index === 0 ? [piece] : [detail(SEPARATOR), piece])),
  ];
}

const FEWEST_ARGUMENT_COLUMNS = 30;
const MOST_ARGUMENT_LINES = 8;

class TreePainter {
  readonly #recording: RecordingNote;
  readonly #options: TreeTextOptions;
  readonly #chalk: ChalkInstance;
  readonly #mostLevels: number;
  readonly lines: string[] = [];
  /** Lines that the limit left out, and the processes they stand for. */
  hiddenProcesses = 0;

  constructor(recording: RecordingNote, options: TreeTextOptions) {
    this.#recording = recording;
    this.#options = options;
    this.#chalk = chalkFor(options.terminal);
    this.#mostLevels = Math.max(2, Math.floor((options.terminal.columns * INDENT_SHARE) / 3));
  }

  paint(roots: readonly TreeBranch[]): void {
    const stack = roots.map((branch) => ({ branch, prefix: '', stem: '', depth: 0 })).toReversed();
    let boot = 0;
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const { branch, prefix, stem, depth } = next;
      if (branch.subject.boot !== boot) {
        boot = branch.subject.boot;
        this.#separator(boot);
      }
      this.#line(prefix, branch);
      this.#arguments(stem + (branch.branches.length > 0 ? '│  ' : '   '), branch);
      const below = branch.branches.map((child, index) => {
        const last = index === branch.branches.length - 1;
        const level = depth + 1;
        if (level > this.#mostLevels)
          return { branch: child, prefix: this.#deepPrefix(level), stem, depth: level };
        return {
          branch: child,
          prefix: `${stem}${last ? '└─ ' : '├─ '}`,
          stem: `${stem}${last ? '   ' : '│  '}`,
          depth: level,
        };
      });
      stack.push(...below.toReversed());
    }
  }

  #separator(boot: number): void {
    if (this.#isFull()) return;
    const segment = this.#recording.segments.find((candidate) => candidate.boot === boot);
    const when = segment === undefined ? '' : `, from ${formatOffset(segment.startMs)}`;
    this.lines.push('', this.#style('detail', `── after restart ${boot}${when} ──`));
  }

  #isFull(): boolean {
    const { lines } = this.#options;
    return lines > 0 && this.lines.length >= lines;
  }

  #deepPrefix(level: number): string {
    return `${'·  '.repeat(this.#mostLevels - 1)}${level}▸ `;
  }

  #line(prefix: string, branch: TreeBranch): void {
    if (this.#isFull()) {
      this.hiddenProcesses += branch.likes.length;
      return;
    }
    let room = this.#options.terminal.columns - columnsOf(prefix);
    let text = this.#style('line', prefix);
    for (const piece of piecesOf(branch)) {
      if (room <= 0) break;
      const fitting = fitWidth(escapeText(piece.text), room);
      room -= columnsOf(fitting);
      text += this.#style(piece.style, fitting);
      if (fitting.endsWith('…') && !piece.text.endsWith('…')) break;
    }
    this.lines.push(text.trimEnd());
  }

  /** In lines of their own: what distinguishes two runs of a program often stands last. */
  #arguments(indent: string, { subject }: TreeBranch): void {
    const args = subject.images.at(-1)?.args ?? [];
    if (args.length === 0 || this.#isFull()) return;
    const columns = Math.max(FEWEST_ARGUMENT_COLUMNS, this.#options.terminal.columns - columnsOf(indent));
    const lines = wrapText(escapeText(JSON.stringify(args)), columns);
    const left = lines.length - MOST_ARGUMENT_LINES;
    const shown =
      left > 0 ? [...lines.slice(0, MOST_ARGUMENT_LINES), `… ${count(left, 'more line')}`] : lines;
    this.lines.push(...shown.map((line) => this.#style('detail', indent + line)));
  }

  #style(style: Style, text: string): string {
    const chalk = this.#chalk;
    switch (style) {
      case 'name':
        return chalk.bold(text);
      case 'failure':
        return chalk.red(text);
      case 'detail':
      case 'context':
      case 'line':
        return chalk.dim(text);
    }
  }
}

function headline(tree: ProcessTree): readonly string[] {
  const { totals, recording, by } = tree;
  const title = recordingTitle(recording);
  const spanMs = recording.segments.reduce((end, segment) => Math.max(end, segment.endMs), 0);
  const boots = (recording.segments.at(-1)?.boot ?? 0) + 1;
  const parts = [
    `${count(totals.processes, 'process', 'processes')} by ${by === 'parent' ? 'parent' : 'responsible process'}`,
    `${formatDuration(spanMs)}${boots > 1 ? ` over ${boots} boots` : ''}`,
    `${count(totals.startedBefore, 'process', 'processes')} older than the recording`,
    ...(totals.failedLaunches > 0 ? [count(totals.failedLaunches, 'failed launch', 'failed launches')] : []),
  ];
  const warning = provenanceWarning(recording);
  return [
    ...(title === '' ? [] : [title]),
    ...(warning === undefined ? [] : [warning]),
    parts.join(SEPARATOR),
  ];
}

function omissions(tree: ProcessTree, hiddenByLines: number): readonly string[] {
  const { omittedByDepth, omittedByFilter, omittedByLimit, badLines } = tree.totals;
  const hidden = hiddenByLines + omittedByLimit;
  const processes = (number: number): string => count(number, 'process', 'processes');
  return [
    ...(omittedByFilter > 0 ? [`${processes(omittedByFilter)} did not match the filter.`] : []),
    ...(omittedByDepth > 0 ? [`${processes(omittedByDepth)} stand deeper than --depth.`] : []),
    ...(hidden > 0 ? [`${processes(hidden)} more not drawn: --limit 0 draws all.`] : []),
    ...(badLines > 0 ? [`${count(badLines, 'line')} of the trace could not be read.`] : []),
  ];
}

/** The forest for a terminal, with what was left out and what the recording does not hold. */
export function renderTree(tree: ProcessTree, options: TreeTextOptions): string {
  const painter = new TreePainter(tree.recording, options);
  painter.paint(foldTree(tree.processes, options.fold));
  const chalk = chalkFor(options.terminal);
  const notes = [...omissions(tree, painter.hiddenProcesses), ...recordingGaps(tree.recording)];
  const wrapped = (texts: readonly string[]): readonly string[] =>
    texts.flatMap((text) => wrapText(text, options.terminal.columns));
  const nothing = tree.processes.length === 0 ? ['No process matches.'] : [];
  return [
    ...wrapped(headline(tree)).map((line) => chalk.dim(line)),
    '',
    ...painter.lines,
    ...nothing,
    ...(notes.length === 0 ? [] : ['', ...wrapped(notes).map((note) => chalk.yellow(note))]),
    '',
  ].join('\n');
}
