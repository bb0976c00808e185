/** `export --to perfetto`, read back by a reader that knows Perfetto's format and not the writer. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { PerfettoWriter } from '../../src/export/perfetto/perfetto.ts';
import type { EsEvent } from '../../src/model/event.ts';
import type { RecordingNote } from '../../src/model/recording.ts';
import { normalizePath } from '../../src/normalize/path.ts';
import { detect } from '../../src/operations/detect.ts';
import { processTree } from '../../src/operations/process-tree.ts';
import { profileTrace } from '../../src/operations/profile-trace.ts';
import { BUILT_IN_RULES } from '../../src/detection/builtin/rule-set.ts';
import { validateDocument } from '../../src/schema/validate.ts';
import { Workbench } from '../drift/workbench.ts';
import { image, launchd, Recording, token } from '../facts/events.ts';
import { readPerfetto, type ReadEvent, type ReadTrace } from './perfetto-reader.ts';

const OTA = fileURLToPath(
  new URL('../../traces/macos-26.1-25B78--26.2-25C56.ota.arm64.run-1.jsonl.zst', import.meta.url),
);
const bench = new Workbench();
afterAll(() => bench.remove());

function note(events: readonly EsEvent[]): RecordingNote {
  const [first, last] = [events[0], events.at(-1)];
  return {
    trace: '019bb537-ce88-7a49-a304-d0d54e333682',
    provenance: 'synthetic',
    method: 'ota',
    startedAt: first?.time ?? '',
    endedAt: last?.time ?? '',
    events: events.length,
    segments: [],
    lost: 0,
    lostByType: {},
    badLines: 0,
    oversizeLines: 0,
    cut: false,
    blindWindows: [],
  };
}

function drawn(events: readonly EsEvent[], shown = ['create', 'rename', 'copyfile', 'mount']): ReadTrace {
  const writer = new PerfettoWriter({ recording: note(events), phases: [], gaps: [], shown: new Set(shown) });
  for (const event of events) writer.take(event);
  writer.finish();
  return readPerfetto(Buffer.concat(writer.drain().flat()));
}

const nameOf = (trace: ReadTrace, event: ReadEvent): string => trace.tracks.get(event.track)?.name ?? '';

/** `who hands over → who takes`, once an arrow. */
function arrows(trace: ReadTrace): string[] {
  return trace.events.flatMap((event) =>
    event.endingFlows.map((flow) => {
      const from = trace.events.find(({ flows }) => flows.includes(flow));
      if (from === undefined || from.ns > event.ns)
        throw new Error('an arrow begins nowhere, or later than it ends');
      return `${nameOf(trace, from)} → ${nameOf(trace, event)}`;
    }),
  );
}

/** Begins and ends of each track; fails where slices do not nest, or an event stands on no track. */
function slicesOf(trace: ReadTrace): (ReadEvent & { readonly endNs: bigint; readonly end: ReadEvent })[] {
  const open = new Map<bigint, ReadEvent>();
  const slices: (ReadEvent & { readonly endNs: bigint; readonly end: ReadEvent })[] = [];
  for (const event of trace.events) {
    expect(trace.tracks.has(event.track), event.name).toBe(true);
    const begun = open.get(event.track);
    if (event.type === 'begin') {
      expect(begun, `${event.name} begins inside another slice`).toBeUndefined();
      open.set(event.track, event);
    } else if (event.type === 'end') {
      if (begun === undefined) throw new Error('a slice ends that never began');
      open.delete(event.track);
      slices.push({ ...begun, endNs: event.ns, end: event });
    }
  }
  expect([...open.values()].map(({ name }) => name)).toEqual([]);
  return slices;
}

describe('a recording in Perfetto', () => {
  it('holds what the other views of it say: processes, phases, hand-overs, segments, blind windows', async () => {
    const run = await bench.esdrift(['export', OTA, '--to', 'perfetto', '--out', 'ota.pftrace', '--json']);
    expect(run.code).toBe(0);
    const document = validateDocument('data-exported', JSON.parse(run.stdout), 'the output');
    expect(document.traces).toMatchObject([{ provenance: 'synthetic', events: 537 }]);
    const trace = readPerfetto(readFileSync(join(bench.folder, 'ota.pftrace')));
    const slices = slicesOf(trace);
    const category = (name: string) => slices.filter((slice) => slice.category === name);

    const tree = await processTree(OTA, { by: 'parent' });
    const tracks = [...trace.tracks.values()].filter(({ pid }) => pid !== undefined);
    // The tree is of forks, execs and exits alone; who only wrote a file has a track too.
    const names = tracks.map(({ pid, name }) => `${pid ?? 0} ${name}`);
    expect(names).toEqual(expect.arrayContaining(tree.processes.map(({ pid, name }) => `${pid} ${name}`)));
    expect(tree.processes.length).toBeGreaterThan(50);
    const ended = tree.processes.filter(({ exit }) => exit !== null);
    expect(
      category('process').filter(({ end }) => /^(?:exit|SIG)/.test(String(end.annotations['end']))),
    ).toHaveLength(ended.length);

    const { phases } = await detect(OTA, { rules: BUILT_IN_RULES });
    expect(category('phase').map(({ name }) => name)).toEqual(phases.map(({ phase }) => phase));
    expect(category('segment').map(({ name }) => name)).toEqual(['segment 0, boot 0', 'segment 1, boot 1']);
    expect(category('blind-window')).toMatchObject([{ name: 'nothing recorded: reboot' }]);

    const facts = (await profileTrace(OTA)).facts.filter(({ kind }) => kind === 'handoff');
    const handedOver = trace.events
      .filter(({ flows }) => flows.length > 0)
      .map(
        ({ annotations: { program, to, path } }) =>
          `${String(program)} → ${String(to)} ${normalizePath(String(path))}`,
      );
    expect([...new Set(handedOver)].sort()).toEqual(
      facts.map(({ key: [a, b, path] }) => `${a ?? ''} → ${b ?? ''} ${path ?? ''}`).sort(),
    );
    expect(arrows(trace)).toHaveLength(handedOver.length);
    expect(trace.events.find(({ name }) => name.startsWith('rename'))?.ns.toString()).toMatch(
      /^17682\d{14}$/,
    );
  });

  it('gives the same bytes twice, and replaces nothing without --force', async () => {
    const again = ['export', OTA, '--to', 'perfetto', '--out'];
    await bench.esdrift([...again, 'one.pftrace']);
    await bench.esdrift([...again, 'two.pftrace']);
    const read = (name: string) => readFileSync(join(bench.folder, name));
    expect(read('one.pftrace').equals(read('two.pftrace'))).toBe(true);
    expect((await bench.esdrift([...again, 'two.pftrace'])).code).toBe(2);
    expect((await bench.esdrift([...again, 'two.pftrace', '--force'])).code).toBe(0);
    expect((await bench.esdrift(['export', OTA, OTA, '--to', 'perfetto', '--out', 'x.pftrace'])).code).toBe(
      2,
    );
  });

  it('tells a file that two programs take over as two arrows from its maker', () => {
    const [maker, one, two] = [
      image(10, '/usr/bin/maker'),
      image(11, '/usr/bin/one'),
      image(12, '/usr/bin/two'),
    ];
    const trace = drawn(
      new Recording()
        .file(maker, 'create', '/tmp/a')
        .file(one, 'copyfile', '/tmp/b', '/tmp/a')
        .file(two, 'rename', '/tmp/c', '/tmp/a')
        .file(maker, 'rename', '/tmp/d', '/tmp/c').events,
    );
    expect(arrows(trace)).toEqual(['maker → one', 'maker → two', 'two → maker']);
  });

  it('gives each process one slice a program, and tells ends that nobody saw', () => {
    const shell = image(20, '/bin/sh');
    const child = image(21, '/bin/ls', { token: token(21, 500) });
    const recording = new Recording();
    recording.spawn(shell, child, ['ls', '-l']);
    recording.exec(child, image(21, '/bin/cat', { token: token(21, 501) }));
    recording.exit(image(21, '/bin/cat', { token: token(21, 501) }), 3);
    const slices = slicesOf(drawn(recording.events));
    expect(slices.filter(({ annotations }) => annotations['pid'] === 21)).toMatchObject([
      { name: 'ls', annotations: { arguments: ['ls', '-l'], start: 'fork' } },
      { name: 'cat', end: { annotations: { end: 'exit 3' } } },
    ]);
    const sh = slices.find(({ name }) => name === 'sh');
    expect(sh).toMatchObject({
      annotations: { start: 'before it was first seen' },
      end: { annotations: { end: 'not seen' } },
    });
  });

  it('ends everything at a restart, and tells the two launchds apart', () => {
    const recording = new Recording();
    recording.file(launchd, 'create', '/var/run/a');
    const before = recording.events.length;
    recording.reboot();
    recording.file({ ...launchd, token: token(1, 7) }, 'create', '/var/run/a', undefined, { machTime: 5 });
    const trace = drawn(recording.events);
    const slices = slicesOf(trace);
    expect(slices.map(({ name, annotations: { boot } }) => `${name} ${String(boot)}`)).toEqual([
      'launchd 0',
      'launchd 1',
    ]);
    expect(new Set(slices.map(({ track }) => track)).size).toBe(2);
    expect(before).toBe(1);
  });

  it('shows hostile names as what they are', () => {
    const evil = image(30, '/tmp/\u001b[31m\u202eexe');
    const trace = drawn(new Recording().file(evil, 'create', '/tmp/\u0000\ud800x').events);
    expect([...trace.tracks.values()].map(({ name }) => name)).toContain(String.raw`\u{1b}[31m\u{202e}exe`);
    expect(trace.events.map(({ name }) => name)).toContain(String.raw`create \u{0}\u{d800}x`);
  });

  it('reads its clock as wall-clock time', () => {
    const trace = drawn(new Recording().file(launchd, 'create', '/a').events);
    const [first] = trace.events;
    expect(trace.clocks.get(1)).toBe(trace.clocks.get(6));
    expect(trace.clocks.get(1)).toBe(first?.ns);
  });
});
