/** A recording followed while it is written: nothing twice, nothing lost, and an end that is told for what it is. */
import { spawn, type ChildProcess } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeLine } from '../../src/eslogger/decode.ts';
import { forEachLine } from '../../src/eslogger/lines.ts';
import { BUILT_IN_RULES } from '../../src/detection/builtin/rule-set.ts';
import { detectFollowing } from '../../src/operations/detect-follow.ts';
import { detect } from '../../src/operations/detect.ts';
import { FollowedTrace } from '../../src/trace/follow.ts';
import { openTrace } from '../../src/trace/reader.ts';
import { TraceWriter } from '../../src/trace/writer.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const CLI = join(root, 'dist/cli.js');
const sample = join(root, 'traces/macos-26.2-25C56--26.3-25D125.ota.arm64.run-1.jsonl.zst');
const folder = mkdtempSync(join(tmpdir(), 'esdrift-follow-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const started = new Set<number>();
const framed = join(folder, 'framed.jsonl.zst');
await writeFramed();
const bytes = readFileSync(framed);

/** The sample in many small frames, as a recorder writes them. */
async function writeFramed(): Promise<void> {
  await using trace = await openTrace(sample);
  const writer = await TraceWriter.create(framed, trace.header, { force: false, whenInterrupted: 'keep' });
  for (const frame of trace.frames) {
    const content = await trace.decodeFrame(frame);
    if (!started.has(frame.segment)) writer.startSegment(frame.segment);
    started.add(frame.segment);
    let count = 0;
    const lines: Buffer[] = [];
    forEachLine(content, (start, end) => lines.push(content.subarray(start, end)));
    for (const line of lines) {
      const result = decodeLine(line);
      if (!result.ok) throw new Error(result.message);
      writer.writeLine(line, { ...result.event, segment: frame.segment });
      if ((count += 1) % 15 === 0) await writer.flush();
    }
  }
  await writer.close();
}

let files = 0;
/** A file that grows by the next piece whenever the reader asks whether it is still written. */
function growing(pieces: readonly Buffer[], onLast: (path: string) => void = () => undefined) {
  const path = join(folder, `${files++}.jsonl.zst.partial`);
  const rest = [...pieces];
  writeFileSync(path, rest.shift() ?? '');
  const isWritten = (): Promise<boolean> => {
    const next = rest.shift();
    if (next === undefined) return Promise.resolve(false);
    appendFileSync(path, next);
    if (rest.length === 0) onLast(path);
    return Promise.resolve(true);
  };
  return { path, options: { isWritten, pollMs: 0 } };
}

function cutAt(whole: Buffer, places: readonly number[]): readonly Buffer[] {
  const ends = [...new Set([8, ...places, whole.length])].sort((a, b) => a - b);
  return ends.map((end, index) => whole.subarray(ends[index - 1] ?? 0, end));
}

async function linesOf(path: string): Promise<string> {
  await using trace = await openTrace(path);
  let text = '';
  for (const frame of trace.frames) text += (await trace.decodeFrame(frame)).toString('utf8');
  return text;
}

const places = fc.array(fc.integer({ min: 9, max: bytes.length - 1 }), { maxLength: 12 });

describe('a trace that grows', () => {
  it('hands out every line once, wherever the writer stops for a moment', async () => {
    const whole = await linesOf(framed);
    await fc.assert(
      fc.asyncProperty(places, async (cuts) => {
        const { path, options } = growing(cutAt(bytes, cuts));
        const followed = await FollowedTrace.open(path, options);
        let text = '';
        for await (const part of followed.parts())
          if (part.kind === 'lines') text += part.bytes.toString('utf8');
        await followed.close();
        expect(text === whole).toBe(true);
        expect(followed.end).toBe('closed');
      }),
      { numRuns: 25 },
    );
  });

  it('gives the answer of the finished trace, also when it is renamed meanwhile', async () => {
    const { path, options } = growing(cutAt(bytes, [5_000, 20_000, 40_000]), (partial) =>
      renameSync(partial, partial.replace(/\.partial$/, '')),
    );
    const { detection, end } = await detectFollowing(path, { ...options, rules: BUILT_IN_RULES });
    expect(end).toBe('closed');
    expect(detection).toEqual(await detect(framed, { rules: BUILT_IN_RULES }));
  });

  it('is given up where its writer is gone, with all whole frames before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 12_000, max: bytes.length - 1 }), async (size) => {
        const cut = join(folder, 'cut.jsonl.zst');
        writeFileSync(cut, bytes.subarray(0, size));
        const { path, options } = growing(cutAt(bytes.subarray(0, size), [1_000]));
        const { detection, end } = await detectFollowing(path, { ...options, rules: BUILT_IN_RULES });
        expect(end).toBe('left');
        const { rules, method, events } = await detect(cut, { rules: BUILT_IN_RULES });
        expect(detection).toMatchObject({ method, events });
        expect(detection.rules).toEqual(rules);
      }),
      { numRuns: 10 },
    );
  });

  it('fails where a frame is damaged, and holds no event where none came', async () => {
    const spoilt = Buffer.from(bytes);
    spoilt.fill(0, 30_000, 30_100);
    const damaged = growing(cutAt(spoilt, [4_000]));
    await expect(
      detectFollowing(damaged.path, { ...damaged.options, rules: BUILT_IN_RULES }),
    ).rejects.toMatchObject({
      code: 'trace-damaged',
    });
    const empty = growing([bytes.subarray(0, 1_000)]);
    await expect(
      detectFollowing(empty.path, { ...empty.options, rules: BUILT_IN_RULES }),
    ).rejects.toMatchObject({
      code: 'no-events',
    });
  });
});

describe('detect --follow beside a recorder', () => {
  const lines = (async () => (await linesOf(sample)).trimEnd().split('\n'))();

  /** Takes `count` of the lines, then waits for more. */
  async function recording(name: string, count: number): Promise<{ recorder: ChildProcess; out: string }> {
    const out = join(folder, `${name}.jsonl.zst`);
    const recorder = spawn(
      process.execPath,
      [CLI, 'record', '--from', '-', '--method', 'ota', '--out', out],
      {
        stdio: ['pipe', 'ignore', 'ignore'],
      },
    );
    recorder.stdin.write(`${(await lines).slice(0, count).join('\n')}\n`);
    return { recorder, out };
  }

  function follow(path: string) {
    const child = spawn(process.execPath, [CLI, 'detect', path, '--follow', '--jsonl'], {
      env: { ...process.env, NO_COLOR: '1' },
    });
    let [stdout, stderr] = ['', ''];
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    const told = new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => {
        stdout += chunk.toString();
        if (stdout.includes('"upgrade-requested"')) resolve();
      });
    });
    return { child, ended, told, output: () => ({ stdout, stderr }) };
  }

  /** The recorder makes its file when it is ready. */
  async function appears(path: string): Promise<void> {
    while (!existsSync(path)) await new Promise((resolve) => setImmediate(resolve));
  }

  it('tells a rule while it is recorded, and ends with the recording', async () => {
    const { recorder, out } = await recording('whole', 60);
    await appears(`${out}.partial`);
    const { ended, told, output } = follow(out);
    await told;
    recorder.stdin?.end(`${(await lines).slice(60).join('\n')}\n`);
    expect(await ended).toBe(0);
    const last = JSON.parse(output().stdout.trimEnd().split('\n').at(-1) ?? '') as unknown;
    expect(last).toEqual(JSON.parse(JSON.stringify(await detect(out, { rules: BUILT_IN_RULES }))));
  });

  it('ends with a sentence where the recorder is killed, and with what came on Ctrl-C', async () => {
    const { recorder, out } = await recording('killed', 60);
    await appears(`${out}.partial`);
    const [first, second] = [follow(out), follow(`${out}.partial`)];
    await Promise.all([first.told, second.told]);
    first.child.kill('SIGINT');
    expect(await first.ended).toBe(3);
    expect(first.output().stderr).toContain('stopped while the recording goes on');
    recorder.kill('SIGKILL');
    expect(await second.ended).toBe(3);
    expect(second.output().stderr).toContain('its recorder was killed');
  });

  it('refuses what makes no sense', async () => {
    const { ended, output } = follow('-');
    expect(await ended).toBe(2);
    expect(output().stderr).toContain('--follow');
  });
});
