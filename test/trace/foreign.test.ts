/** Captures of other tools. No real one is among these: rows and messages are written here, in the form that the tools' sources give them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { TraceInfo } from '../../src/model/trace-report.ts';
import { processTree } from '../../src/operations/process-tree.ts';
import { readEvents } from '../../src/operations/read-events.ts';
import { traceLines } from '../../src/operations/trace-cat.ts';
import { osqueryWords } from '../../src/trace/input/formats/osquery-words.ts';
import { openTrace } from '../../src/trace/reader.ts';
import { Workbench } from '../drift/workbench.ts';
import { file, lineObject, processOf } from '../eslogger/line-builder.ts';
import { all, appErrorOf, importFixed, textInput, workplace } from './workplace.ts';

const { path: pathIn, folder } = workplace('foreign');
const bench = new Workbench();
afterAll(() => bench.remove());
const BASELINE = fileURLToPath(
  new URL('../../baselines/macos-26.1-25B78--26.2-25C56.ota.arm64.baseline.json', import.meta.url),
);

type OsqueryRow = Readonly<Record<string, string>>;

/** As the table's columns are; `cmdline` as osquery writes it. */
function row(seq: number, more: OsqueryRow): OsqueryRow {
  return {
    version: '7',
    seq_num: String(seq),
    global_seq_num: String(seq),
    event_type: 'exec',
    pid: '500',
    pidversion: '900',
    parent: '1',
    parent_pidversion: '2',
    original_parent: '1',
    session_id: '500',
    responsible_pid: '500',
    responsible_pidversion: '900',
    path: '/usr/bin/tool',
    cwd: '/',
    uid: '501',
    euid: '20',
    gid: '20',
    egid: '20',
    signing_id: 'com.example.tool',
    team_id: 'ABCDE12345',
    cdhash: 'aa'.repeat(20),
    codesigning_flags: '',
    cmdline: '',
    cmdline_count: '0',
    env: '',
    env_count: '0',
    platform_binary: '0',
    username: 'somebody',
    time: String(1_770_000_000 + seq),
    ...more,
  };
}

const rows = [
  row(0, { cmdline: 'tool "two words" "say \\"so\\" \\\\" plain ', cmdline_count: '4' }),
  row(1, { event_type: 'fork', child_pid: '501' }),
  row(2, {
    pid: '501',
    pidversion: '903',
    parent: '500',
    parent_pidversion: '900',
    original_parent: '500',
    path: '/usr/bin/child',
    signing_id: 'com.apple.child',
    team_id: '',
    platform_binary: '1',
    cmdline: 'child ',
    cmdline_count: '1',
  }),
  row(3, {
    event_type: 'exit',
    pid: '501',
    pidversion: '903',
    path: '/usr/bin/child',
    signing_id: 'com.apple.child',
    platform_binary: '1',
    exit_code: '19968',
  }),
];

const osqueryForms: readonly (readonly [string, string])[] = [
  ['rows', rows.map((one) => JSON.stringify(one)).join('\n')],
  [
    'an array, as osqueryi --json prints it',
    `[\n${rows.map((one) => `  ${JSON.stringify(one)}`).join(',\n')}\n]\n`,
  ],
  [
    'the results log',
    rows
      .map((columns) => JSON.stringify({ name: 'es', hostIdentifier: 'x', action: 'added', columns }))
      .join('\n'),
  ],
  ['a snapshot', JSON.stringify({ name: 'es', action: 'snapshot', snapshot: rows })],
];

async function imported(
  text: string,
  name = 'capture.jsonl',
): Promise<{ readonly path: string; readonly info: TraceInfo; readonly warnings: readonly string[] }> {
  const path = pathIn();
  return { path, ...(await importFixed(path, [textInput(text, name)])) };
}

async function linesOf(path: string): Promise<string> {
  const { pieces } = await traceLines(path, { records: false });
  return Buffer.concat(await all(pieces)).toString('utf8');
}

describe('rows of osquery', () => {
  it.each(osqueryForms)('become the same events: %s', async (_name, text) => {
    const { path, info } = await imported(text);
    expect(info).toMatchObject({
      provenance: 'imported',
      format: 'osquery',
      events: 4,
      badLines: 0,
      lost: 0,
      eslogger: { events: ['exec', 'exit', 'fork'] },
    });
    const events = await all(readEvents(path));
    expect(events.map(({ type, globalSeq }) => `${globalSeq} ${type}`)).toEqual([
      '0 exec',
      '1 fork',
      '2 exec',
      '3 exit',
    ]);
    const [first] = events;
    expect(first?.payload).toMatchObject({
      kind: 'exec',
      args: ['tool', 'two words', 'say "so" \\', 'plain'],
      target: {
        executable: '/usr/bin/tool',
        signingId: 'com.example.tool',
        teamId: 'ABCDE12345',
        token: { pid: 500, pidversion: 900, ruid: 501, euid: 0xffff_ffff },
      },
    });
    // What the row does not say is not there: the program before, and times below a second.
    expect(first?.process).toMatchObject({ executable: '', signingId: undefined, token: { pidversion: 0 } });
    expect(first?.time).toBe('2026-02-02T02:40:00.000Z');
    expect(events[3]?.payload).toEqual({ kind: 'exit', status: { kind: 'exited', code: 78 } });
    expect(await linesOf(path)).not.toContain('somebody');
  });

  it('show in a tree who started whom', async () => {
    const { path } = await imported(osqueryForms[0]?.[1] ?? '');
    const { processes } = await processTree(path, { by: 'parent', withArgs: true });
    const tool = processes.find(({ name }) => name === 'tool');
    const child = processes.find(({ name }) => name === 'child');
    expect(child).toMatchObject({
      parent: tool?.id,
      exit: { code: 78 },
      images: [{ authority: 'platform' }],
    });
  });

  it('are not taken where they do not say enough, and are counted by reason', async () => {
    const old = Object.fromEntries(Object.entries(row(4, {})).filter(([key]) => key !== 'pidversion'));
    const text = [
      ...rows,
      old,
      row(5, { cmdline: 'a b ', cmdline_count: '1' }),
      {
        version: '7',
        seq_num: '0',
        global_seq_num: '9',
        pid: '5',
        parent: '1',
        path: '/x',
        filename: '/a',
        dest_filename: '',
        event_type: 'write',
        time: '1770000009',
      },
      row(6, { event_type: 'open' }),
    ];
    const { info } = await imported(text.map((one) => JSON.stringify(one)).join('\n'));
    expect(info.badLinesByReason).toEqual({
      'no-pidversion': 1,
      'no-arguments': 1,
      'file-event': 1,
      'event-type': 1,
    });
    const files = JSON.stringify({ ...text[6] });
    expect((await appErrorOf(imported(files))).message).toContain('file-event');
  });

  it('tell a number that is missing', async () => {
    const { info } = await imported(
      [rows[0], row(7, { event_type: 'exit', exit_code: '0' })].map((one) => JSON.stringify(one)).join('\n'),
    );
    expect(info.lost).toBe(6);
  });

  it('say what they lack, in the import, in trace info, and keep saying so when their lines are copied', async () => {
    bench.write('rows.jsonl', `${rows.map((one) => JSON.stringify(one)).join('\n')}\n`);
    const made = await bench.esdrift([
      'trace',
      'import',
      'rows.jsonl',
      '--out',
      'rows.jsonl.zst',
      '--method',
      'ota',
    ]);
    expect([made.code, made.stderr]).toEqual([
      0,
      expect.stringContaining('lacks: every event but exec, fork and exit'),
    ]);
    expect((await bench.esdrift(['trace', 'info', 'rows.jsonl.zst'])).stdout).toContain(
      'osquery (es_process_events), which lacks',
    );
    const { path } = await imported(await linesOf(join(bench.folder, 'rows.jsonl.zst')), 'copied.jsonl');
    await using reader = await openTrace(path);
    expect(reader.header).toMatchObject({ format: 'osquery', provenance: 'imported' });
  });

  it('are never held against recordings of eslogger: nothing looks removed', async () => {
    const diff = await bench.esdrift(['diff', BASELINE, 'rows.jsonl.zst', '--allow-synthetic', '--json']);
    expect(diff.code).toBe(3);
    expect(diff.stdout).toContain('different tools');
    expect(JSON.parse(diff.stdout)).toMatchObject({ verdict: 'inconclusive', findings: [] });
    const same = await bench.esdrift(['diff', 'rows.jsonl.zst', 'rows.jsonl.zst']);
    expect(same.code).toBe(0);
    const mixed = await bench.esdrift([
      'baseline',
      'create',
      'rows.jsonl.zst',
      BASELINE,
      '--allow-synthetic',
      '-o',
      'mixed.json',
    ]);
    expect([mixed.code, mixed.stderr]).toEqual([3, expect.stringContaining('different tools')]);
  });

  it('give back any words', () => {
    const quoted = (word: string) =>
      /[ "]/.test(word) ? `"${word.replaceAll(/[\\"]/g, '\\$&')}" ` : `${word} `;
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => {
        expect(osqueryWords(words.map(quoted).join(''))).toEqual(words);
      }),
    );
    expect(osqueryWords('"open')).toBeUndefined();
  });
});

/** As Mac Monitor's JSONL export encodes a message: eslogger's keys, some left out, and its own. */
function message(
  seq: number,
  type: string,
  event: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>> = {},
): string {
  const process = processOf({
    token: { pid: 9, pidversion: 90 },
    path: '/usr/bin/tool',
    signingId: 'com.example.tool',
    teamId: 'ABCDE12345',
  });
  const base = lineObject({ type, event, process, seq, globalSeq: seq, ms: seq * 10 });
  return JSON.stringify({
    ...base,
    action_type: 1,
    action_type_string: 'ES_ACTION_TYPE_NOTIFY',
    es_event_type: `ES_EVENT_TYPE_NOTIFY_${type.toUpperCase()}`,
    macOS: '26.1 (Build 25B78)',
    sensor_id: 'x',
    context: 'Not supported',
    target_path: '/x',
    ...more,
  });
}

describe('an export of Mac Monitor', () => {
  const created = {
    destination_type: 0,
    destination_type_string: 'existing',
    destination: { existing_file: file('/tmp/x') },
    is_quarantined: 0,
  };
  const lines = [
    message(0, 'create', created),
    message(1, 'unlink', { target: file('/tmp/x'), parent_dir: file('/tmp') }),
  ];

  it('goes in byte for byte, marked as what it is', async () => {
    const text = `${lines.join('\n')}\n`;
    const { path, info, warnings } = await imported(text);
    expect(info).toMatchObject({
      provenance: 'imported',
      format: 'mac-monitor',
      events: 2,
      lost: 0,
      badLines: 0,
      eslogger: null,
    });
    expect(await linesOf(path)).toBe(text);
    expect(warnings.join('\n')).toContain('in its own time zone');
    const events = await all(readEvents(path));
    expect(events.map(({ payload }) => (payload.kind === 'file' ? payload.path : ''))).toEqual([
      '/tmp/x',
      '/tmp/x',
    ]);
  });

  it('is of one act once: messages that ask for permission are left out', async () => {
    const auth = message(2, 'exec', {}, { action_type: 0, action_type_string: 'ES_ACTION_TYPE_AUTH' });
    const { info } = await imported(`${[...lines, auth].join('\n')}\n`);
    expect([info.events, info.badLinesByReason]).toEqual([2, { 'auth-message': 1 }]);
  });

  it('does not go into one trace with captures of others', async () => {
    const eslogger = JSON.stringify(lineObject({ type: 'create', event: created, seq: 0, globalSeq: 0 }));
    const inputs = [textInput(eslogger, 'a.jsonl'), textInput(lines.join('\n'), 'b.jsonl')];
    const error = await appErrorOf(importFixed(pathIn(), inputs));
    expect([error.code, error.message]).toEqual(['usage', expect.stringContaining('Mac Monitor')]);
  });

  it('can be stated; a line that is none is then counted', async () => {
    const path = pathIn();
    const eslogger = JSON.stringify(lineObject({ type: 'create', event: created, seq: 5, globalSeq: 5 }));
    const { info } = await importFixed(path, [textInput([...lines, eslogger].join('\n'))], {
      format: 'mac-monitor',
    });
    expect(info.badLinesByReason).toEqual({ 'not-mac-monitor': 1 });
    const own = await importFixed(pathIn(), [textInput(eslogger)], { format: 'eslogger' });
    expect(own.info).toMatchObject({ format: 'eslogger', missing: [] });
    expect(readFileSync(path).length).toBeGreaterThan(0);
    expect(folder).toContain('foreign');
  });
});
