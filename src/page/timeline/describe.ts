/** An entry, or a moment, in words: what the pointer and the keyboard show below a timeline. */
import type { PageRecording } from '../../model/page.ts';
import { formatDuration, formatOffset } from '../../report/duration.ts';
import { el, type Child } from '../dom.ts';
import { programLabel } from '../program-label.ts';
import { count } from '../words.ts';

export function entrySentence(recording: PageRecording, index: number, title: string): readonly Child[] {
  const { entries, basis } = recording;
  const text = (column: readonly number[]): string => entries.texts[column[index] ?? -1] ?? '';
  const program = entries.programs[entries.program[index] ?? -1];
  const offsetMs = entries.offsetMs[index] ?? 0;
  const forMs = entries.forMs[index] ?? 0;
  const times = entries.count[index] ?? 1;
  const pid = entries.pid[index] ?? -1;
  const [object, source, detail] = [text(entries.object), text(entries.source), text(entries.detail)];
  const seq = entries.globalSeq[index] ?? -1;
  const facts = [
    title,
    seq < 0 ? '' : `event ${seq} in segment ${(entries.segment[index] ?? 0) + 1}`,
    pid < 0 ? '' : `pid ${pid}`,
    times > 1 ? `${count(times, 'time')}${forMs > 0 ? ` within ${formatDuration(forMs)}` : ''}` : '',
    basis === 'medians' ? 'median over the runs' : '',
    detail,
  ].filter((part) => part !== '');
  return [
    el(
      'p',
      {},
      el('span', { class: 'time' }, formatOffset(offsetMs)),
      ' ',
      program === undefined ? 'unknown' : programLabel(program.key),
      ' ',
      el('strong', {}, text(entries.verb)),
      source === ''
        ? null
        : el('span', {}, source.startsWith('/') ? ' from ' : ' by ', el('span', { class: 'path' }, source)),
      object === '' ? null : el('span', {}, ' ', el('span', { class: 'path' }, object)),
    ),
    el('p', { class: 'dim' }, facts.join(' · ')),
  ];
}

export function gapSentence(recording: PageRecording, ms: number, title: string): readonly Child[] {
  const { phases, blindWindows, gaps } = recording;
  const blind = blindWindows.find(({ fromMs, toMs }) => ms >= fromMs && ms <= toMs);
  const phase = phases.toSorted((a, b) => a.offsetMs - b.offsetMs).findLast(({ offsetMs }) => offsetMs <= ms);
  const lost = gaps
    .filter(({ fromMs, toMs }) => ms >= fromMs && ms <= toMs)
    .reduce((sum, gap) => sum + gap.lost, 0);
  return [
    el(
      'p',
      {},
      el('span', { class: 'time' }, formatOffset(ms)),
      ` ${title}`,
      phase === undefined ? '' : `, ${phase.phase} since ${formatOffset(phase.offsetMs)}`,
    ),
    blind === undefined
      ? null
      : el(
          'p',
          { class: 'dim' },
          `Nothing was recorded from ${formatOffset(blind.fromMs)} for ${formatDuration(blind.toMs - blind.fromMs)}: ${blind.reason}.`,
        ),
    lost === 0
      ? null
      : el('p', { class: 'dim' }, `${count(lost, 'event')} lost here: what is missing may have happened.`),
  ];
}
