/** The page: reads what the file holds and draws it, part by part. */
import type { Finding } from '../model/drift.ts';
import { append, el } from './dom.ts';
import { readParts } from './data.ts';
import { evidenceStore } from './evidence.ts';
import { findingsView } from './findings.ts';
import { handoffSection } from './handoffs.ts';
import { hasSynthetic, header } from './header.ts';
import { historySection } from './history.ts';
import { openTraceSection } from './open-trace.ts';
import { programTreeView } from './program-tree.ts';
import { recordingBlock } from './recording.ts';
import { ruleSection } from './rules.ts';
import { leftOut, nothing, section } from './section.ts';
import { themeSwitch } from './theme.ts';
import { timelineSection, type TimelineSection } from './timeline-section.ts';
import { baseName, count } from './words.ts';
import type { PageDocument } from '../model/page.ts';

function draw(): void {
  const { report, page, history } = readParts();
  const main = el('main', { id: 'main', tabIndex: -1 });
  const timeline = page === undefined ? undefined : timelineSection(page);
  const parts: HTMLElement[] = [];
  if (report !== undefined) {
    main.append(header(report, page));
    const findings = findingsView(report, {
      evidence: evidenceStore(page),
      showInTimeline: (finding) => jump(finding, timeline),
    });
    parts.push(findings.element);
    if (page !== undefined && timeline !== undefined) {
      parts.push(programTreeView(page, findings.show), timeline.element, handoffSection(page, findings.show));
      parts.push(ruleSection(page, report.rules, findings.show));
    }
  }
  if (history !== undefined) parts.push(historySection(history));
  if (page !== undefined) parts.push(recordingsSection(page));
  parts.push(openTraceSection());
  append(main, parts);
  const producer = report?.producer ?? history?.producer;
  document.body.append(
    el('a', { class: 'skip' }, 'To the report'),
    el(
      'header',
      { class: 'top' },
      el(
        'div',
        { class: 'brand' },
        el('strong', {}, 'esdrift'),
        el('span', {}, report === undefined ? 'history' : 'drift report'),
        // Stays in sight, so that no picture of a part of the page goes without it.
        report !== undefined && hasSynthetic(report) ? el('span', { class: 'chip' }, 'synthetic') : null,
      ),
      themeSwitch(() => dispatchEvent(new Event('resize'))),
    ),
    el('div', { class: 'layout' }, contents(parts), main),
    el(
      'footer',
      {},
      `Made by ${producer?.name ?? 'esdrift'} ${producer?.version ?? ''}. This file is complete: it loads nothing and sends nothing.`,
      page !== undefined && page.evidenceLeft > 0
        ? leftOut(
            `${count(page.evidenceLeft, 'event line')} that findings point to ${page.evidenceLeft === 1 ? 'is' : 'are'} not in this file.`,
          )
        : null,
    ),
  );
  const skip = document.querySelector<HTMLAnchorElement>('a.skip');
  skip?.setAttribute('href', '#main');
}

/** Undefined where no recording in this page holds its events. */
function jump({ evidence }: Finding, timeline: TimelineSection | undefined): (() => void) | undefined {
  const first = evidence.find(({ trace }) => timeline?.has(trace) === true);
  if (first === undefined || timeline === undefined) return undefined;
  return () => void timeline.show(first.trace, first.segment, first.globalSeq);
}

function recordingsSection(page: PageDocument): HTMLElement {
  const recordings = page.recordings.filter(({ basis }) => basis === 'events');
  return section(
    {
      id: 'recordings',
      title: 'Recordings',
      lead: 'Every process and every event that this page holds, for looking things up.',
    },
    recordings.length === 0
      ? nothing('Neither side is a trace: baselines and profiles hold no events.')
      : null,
    ...recordings.map((recording) =>
      recordingBlock(
        recording,
        `${recording.side === 'before' ? 'Before' : 'After'}: ${baseName(recording.name)}`,
      ),
    ),
  );
}

function contents(parts: readonly HTMLElement[]): HTMLElement {
  const links = parts.map((part) => {
    const link = el('a', {}, part.querySelector('h2')?.textContent ?? part.id);
    link.setAttribute('href', `#${part.id}`);
    return el('li', {}, link);
  });
  return el('nav', { class: 'contents', aria: { label: 'Contents' } }, el('ul', {}, ...links));
}

draw();
