import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.ts';
import type { Timeline, TimelineEntry } from '../../src/model/timeline.ts';
import { timeline, type TimelineOptions } from '../../src/operations/timeline.ts';
import { renderTimeline } from '../../src/report/timeline.ts';
import { columnsOf } from '../../src/report/fit-width.ts';
import { validateDocument } from '../../src/schema/validate.ts';
import { file } from '../eslogger/line-builder.ts';
import { asTarget, Story } from '../processes/story.ts';
import { traceFile, type TraceFileOptions } from './trace-file.ts';

async function list(
  lines: readonly string[],
  options: Partial<TimelineOptions> = {},
  trace: TraceFileOptions = {},
): Promise<Timeline> {
  return timeline(await traceFile(lines, trace), { limit: 0, fold: true, ...options });
}

function words(entry: TimelineEntry): string {
  switch (entry.kind) {
    case 'event': {
      const { program, verb, source, object, detail, count } = entry;
      return [program.name, verb, source, object, detail, count > 1 ? `x${count}` : null]
        .filter((word) => word !== null)
        .join(' ');
    }
    case 'segment':
      return `segment ${entry.segment} boot ${entry.boot}`;
    case 'blind':
      return `blind ${entry.reason}`;
    case 'gap':
      return `gap ${entry.lost}`;
  }
}

const rename = (from: string, directory: string, name: string): Readonly<Record<string, unknown>> => ({
  source: file(from),
  destination_type: 1,
  destination: { new_path: { dir: file(directory), filename: name } },
});

describe('the timeline', () => {
  it('tells starts, replacements, ends, failures and what was done', async () => {
    const story = new Story();
    const zsh = story.older({ path: '/bin/zsh' });
    const sh = story.spawn(zsh, { path: '/bin/sh' });
    const bash = story.exec(sh, { path: '/bin/bash' });
    story.emit('rename', bash, rename('/a/x', '/b', 'y')).exit(bash, 256);
    const job = story.service('com.job', { path: '/usr/libexec/jobd', signingId: 'com.jobd' });
    story.emit('signal', zsh, { target: asTarget(job), sig: 15 }).exit(job, 15);
    story.emit('mount', story.launchd, { statfs: { f_mntonname: '/Volumes/X' } });
    story.emit('setextattr', zsh, { target: file('/f'), extattr: 'com.apple.quarantine' });
    story.exit(story.proxy('com.bad'), 78 << 8);
    const { entries, quiet, events } = await list(story.lines);
    expect(entries.map(words)).toEqual([
      'segment 0 boot 0',
      'sh starts zsh',
      'bash becomes sh',
      'bash rename /a/x /b/y',
      'bash ends exit 1',
      'jobd starts launchd com.job',
      'zsh signal com.jobd 15',
      'jobd ends SIGTERM',
      'launchd mount /Volumes/X',
      'zsh setextattr /f com.apple.quarantine',
      'com.bad fails to start exit 78',
    ]);
    expect(quiet).toEqual({ fork: 3 });
    expect(events).toBe(10);
  });

  it('folds what one program does again in one directory within seconds', async () => {
    const story = new Story();
    const daemon = story.older({ path: '/usr/libexec/mobileassetd' });
    const other = story.older({ path: '/usr/libexec/other' });
    for (let index = 0; index < 20; index += 1) {
      story.emit('unlink', daemon, { target: file(`/assets/${index}`) });
      if (index === 7) story.emit('unlink', other, { target: file('/assets/x') });
    }
    story.pause(10_000).emit('unlink', daemon, { target: file('/assets/last') });
    expect((await list(story.lines)).entries.map(words)).toEqual([
      'segment 0 boot 0',
      'mobileassetd unlink /assets/ x20',
      'other unlink /assets/x',
      'mobileassetd unlink /assets/last',
    ]);
    expect((await list(story.lines, { fold: false })).entries).toHaveLength(23);
  });

  it('marks lost events, blind windows and restarts where they are', async () => {
    const one = new Story();
    const zsh = one.older({ path: '/bin/zsh' });
    one
      .emit('unlink', zsh, { target: file('/1') })
      .lose('unlink', 2)
      .lose('exec', 1)
      .emit('unlink', zsh, { target: file('/2') });
    const restarted = new Story({ startMs: 60_000, machTime: 1_000_000 + 60_000 * 24_000 });
    restarted.emit('unlink', zsh, { target: file('/3') });
    const booted = new Story({ startMs: 600_000, machTime: 7 });
    booted.emit('unlink', zsh, { target: file('/4') });
    const { entries } = await list([...one.lines, ...restarted.lines, ...booted.lines]);
    expect(entries.map(words)).toEqual([
      'segment 0 boot 0',
      'zsh unlink /1',
      'gap 3',
      'zsh unlink /2',
      'blind eslogger was restarted',
      'segment 1 boot 0',
      'zsh unlink /3',
      'blind the machine was restarted',
      'segment 2 boot 1',
      'zsh unlink /4',
    ]);
  });

  it('keeps to a window, a program, some events', async () => {
    const story = new Story();
    const [zsh, sh] = [story.older({ path: '/bin/zsh' }), story.older({ path: '/bin/sh' })];
    for (let index = 0; index < 10; index += 1) {
      story.emit('unlink', zsh, { target: file(`/${index}/f`) });
      story.emit('open', sh, { file: file(`/${index}/g`), fflag: 1 });
    }
    const some = async (options: Partial<TimelineOptions>): Promise<string[]> =>
      (await list(story.lines, options)).entries.filter(({ kind }) => kind === 'event').map(words);
    expect(await some({ since: '1s', until: '1.5s' })).toEqual([
      'zsh unlink /5/f',
      'zsh unlink /6/f',
      'zsh unlink /7/f',
    ]);
    expect(await some({ events: ['open'], until: '300ms' })).toEqual(['sh open /0/g', 'sh open /1/g']);
    expect(await some({ program: 'sh' })).toEqual([]);
    expect(await some({ program: 'com.apple.z*', until: '0s' })).toEqual(['zsh unlink /0/f']);
  });

  it('stops at its limit, says where, and what it did not show', async () => {
    const story = new Story();
    const zsh = story.older({ path: '/bin/zsh' });
    for (let index = 0; index < 10; index += 1) story.emit('unlink', zsh, { target: file(`/${index}/f`) });
    const stopped = await list(story.lines, { limit: 4 });
    expect(stopped.entries).toHaveLength(4);
    expect(stopped.stoppedAtMs).toBe(300);
    expect(renderTimeline(stopped, { columns: 100, color: false })).toContain(
      '--since 00:00:00.300 goes on, --limit 0 shows all.',
    );
    expect((await list(story.lines)).stoppedAtMs).toBeNull();
  });

  it('keeps to its schema', async () => {
    const story = new Story();
    const zsh = story.older({ path: '/bin/zsh' });
    story
      .exit(story.spawn(zsh, { path: '/x' }))
      .lose('exec', 2)
      .emit('unlink', zsh, { target: file('/1') });
    const again = new Story({ startMs: 600_000, machTime: 7 });
    again.exit(again.spawn(zsh, { path: '/x' }));
    const document = await list([...story.lines, ...again.lines], {
      program: '*',
      since: '0s',
      until: '1h',
      events: ['exec', 'exit', 'unlink'],
    });
    const printed: unknown = JSON.parse(JSON.stringify(document));
    expect(validateDocument('timeline', printed, 'timeline')).toEqual(printed);
  });

  it('refuses an event type that nobody knows, and an empty window of time', async () => {
    const story = new Story().emit('brand_new', new Story().launchd);
    await expect(list(story.lines, { events: ['exce'] })).rejects.toThrow(AppError);
    await expect(list(story.lines, { since: 'x' })).rejects.toThrow(AppError);
    await expect(list(story.lines, { strict: true }, { badLines: { 0: '[]' } })).rejects.toThrow(AppError);
    expect((await list(story.lines, { events: ['brand_new'] })).events).toBe(1);
  });

  it('is drawn within the terminal, with hostile text as text', async () => {
    const story = new Story();
    const evil = story.older({ path: `/bin/${'長'.repeat(30)}\u001b]0;x\u0007` });
    story.emit('rename', evil, rename(`/very/${'long/'.repeat(40)}x\u202e`, '/to', 'y\n')).exit(evil, 9);
    const text = renderTimeline(await list(story.lines), { columns: 80, color: false });
    expect(text.split('\n').filter((line) => columnsOf(line) > 80)).toEqual([]);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(text).toContain('y\\u{a}');
  });
});
