/** `trace redact` and `trace verify --no-secrets`: what they do to a whole trace. What is found in a line is tested in test/recorder/redaction. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { TraceRecord } from '../../src/model/trace.ts';
import { profileTrace } from '../../src/operations/profile-trace.ts';
import { traceLines } from '../../src/operations/trace-cat.ts';
import { traceInfo } from '../../src/operations/trace-info.ts';
import { redactTrace } from '../../src/operations/trace-redact.ts';
import { verifyExit, verifyTrace } from '../../src/operations/trace-verify.ts';
import { openTrace } from '../../src/trace/reader.ts';
import { eventLine, execLine, renameLine } from '../recorder/redaction/lines.ts';
import { all, appErrorOf, collect } from '../trace/workplace.ts';
import { temporaryPath, traceFile } from './trace-file.ts';

const sample = fileURLToPath(
  new URL('../../traces/macos-26.1-25B78--26.2-25C56.ota.arm64.run-1.jsonl.zst', import.meta.url),
);

async function redacted(path: string, policy: 'default' | 'strict' = 'default') {
  const out = temporaryPath('redacted.jsonl.zst');
  return { out, report: await redactTrace(path, { out, force: false, policy }) };
}

async function lines(path: string): Promise<string> {
  const { pieces } = await traceLines(path, { records: false });
  return (await collect(pieces)).toString();
}

async function records(path: string): Promise<readonly TraceRecord[]> {
  await using reader = await openTrace(path);
  return await all(reader.records());
}

/** The lines of the redaction tests all have one number; a trace counts them. */
function numbered(all: readonly Buffer[]): readonly string[] {
  return all.map((line, index) =>
    line
      .toString()
      .replace('"seq_num":3,', `"seq_num":${index},`)
      .replace('"global_seq_num":17,', `"global_seq_num":${index},`),
  );
}

describe('a redacted trace', () => {
  it('is the same recording: id, provenance, segments, numbers and gaps stay', async () => {
    const { out, report } = await redacted(sample);
    const [before, after] = [await traceInfo(sample), await traceInfo(out)];
    expect(after).toEqual({
      ...before,
      path: out,
      redaction: { policy: 'default' },
      bytes: after.bytes,
      rawBytes: after.rawBytes,
      frames: after.frames,
      digest: after.digest,
    });
    expect(after.digest).not.toBe(before.digest);
    expect(await verifyTrace(out, { schema: false, noSecrets: true })).toMatchObject({
      state: 'whole',
      secrets: { policy: 'default', refused: false, found: 0, places: [] },
    });
    expect(report).toMatchObject({ policyBefore: 'unknown', policy: 'default', events: before.events });
    expect(report.replaced['user']).toBeGreaterThan(10);
  });

  it('shows the behaviour that the trace shows, fact by fact', async () => {
    const { out } = await redacted(sample);
    const [before, after] = [await profileTrace(sample), await profileTrace(out)];
    expect(after.facts).toEqual(before.facts);
  });

  it('does not change when it is redacted again, nor shows what strict has hidden', async () => {
    for (const policy of ['default', 'strict'] as const) {
      const { out } = await redacted(sample, policy);
      const again = await redacted(out);
      expect(await lines(again.out)).toBe(await lines(out));
      expect(again.report).toMatchObject({
        policyBefore: policy,
        policy,
        replaced: {},
        changedLines: 0,
        changedRecords: 0,
      });
    }
  });

  it('has lost a name also where it stood before the event that shows it to be one', async () => {
    const path = await traceFile(
      numbered([execLine(['/bin/echo', 'qwertz']), renameLine('/Users/qwertz/a', '/private/tmp', 'b')]),
    );
    const { out } = await redacted(path);
    expect(await lines(path)).toContain('qwertz');
    expect(await lines(out)).not.toContain('qwertz');
  });

  it('has its labels, records and samples redacted, and what probes read of the system kept', async () => {
    const hash = 'A5'.repeat(32);
    const path = await traceFile(numbered([eventLine('exit', { stat: 0 })]), {
      header: {
        labels: { owner: 'anna@example.com', stage: 'beta-2' },
        eslogger: { select: ['/Users/anna/x'] },
      },
      records: [
        {
          kind: 'bad-line',
          source: 'of-anna@example.com.jsonl',
          line: 1,
          offset: 0,
          bytes: 900,
          reason: 'not-json',
          sample: '{"event":{"exec":{"args":["/bin/x","hunter2',
        },
        {
          kind: 'probe',
          segment: 0,
          time: '2026-01-01T00:00:00Z',
          values: { snapshots: [`com.apple.os.update-${hash}`], note: { by: 'anna@example.com' } },
        },
      ],
    });
    const { out, report } = await redacted(path);
    const info = await traceInfo(out);
    expect(Object.keys(info.labels)).toEqual(['owner', 'stage']);
    expect(info.labels['owner']).toMatch(/^email-[a-z2-7]{14}$/);
    expect(info.labels['stage']).toBe('beta-2');
    const told = JSON.stringify([info.eslogger, await records(out)]);
    expect(told).not.toMatch(/anna|hunter2/);
    expect(told).toContain('[unreadable line, 900 bytes]');
    expect(told).toContain(`com.apple.os.update-${hash}`);
    expect(report.changedRecords).toBe(2);
    expect(await verifyTrace(out, { schema: false, noSecrets: true })).toMatchObject({
      secrets: { found: 0 },
    });
  });
});

describe('trace redact refuses', () => {
  it('to write over its input or another file', async () => {
    const bytes = readFileSync(sample);
    expect(
      await appErrorOf(redactTrace(sample, { out: sample, force: true, policy: 'default' })),
    ).toMatchObject({ code: 'usage' });
    expect(readFileSync(sample).equals(bytes)).toBe(true);
    const { out } = await redacted(sample);
    expect(await appErrorOf(redactTrace(sample, { out, force: false, policy: 'default' }))).toMatchObject({
      code: 'output-exists',
    });
  });

  it('a trace that was cut or is damaged, and leaves nothing behind', async () => {
    const bytes = readFileSync(sample);
    const cut = temporaryPath('cut.jsonl.zst');
    writeFileSync(cut, bytes.subarray(0, -40));
    const broken = Buffer.from(bytes);
    const middle = Math.floor(broken.length / 2);
    broken.writeUInt8(broken.readUInt8(middle) ^ 1, middle);
    const damaged = temporaryPath('damaged.jsonl.zst');
    writeFileSync(damaged, broken);
    for (const [path, code] of [
      [cut, 'trace-cut'],
      [damaged, 'trace-damaged'],
    ] as const) {
      const out = temporaryPath('never.jsonl.zst');
      const error = await appErrorOf(redactTrace(path, { out, force: false, policy: 'default' }));
      expect(error.code).toBe(code);
      expect(error.hint).toContain('esdrift trace repair');
      expect(existsSync(out) || existsSync(`${out}.redact.partial`)).toBe(false);
    }
  });
});

describe('trace verify --no-secrets', () => {
  const dirty = numbered([
    eventLine('exit', { stat: 0 }),
    execLine(['/bin/x', '--token=kX9vQ2mTz7LpW4rYb8Nc3Hd6'], ['API_KEY=hunter2']),
    renameLine('/Users/anna/a', '/private/tmp', 'b'),
  ]);

  it('names kinds and places of what is left, and not the things', async () => {
    const path = await traceFile(dirty, {
      header: { redaction: { policy: 'default' }, labels: { owner: 'anna@example.com' } },
    });
    const result = await verifyTrace(path, { schema: false, noSecrets: true });
    expect(result.secrets).toMatchObject({
      refused: false,
      found: 4,
      byKind: { email: 1, environment: 1, token: 1, user: 1 },
      places: [
        { where: 'header', line: null, kind: 'email' },
        { where: 'event', line: 2, globalSeq: 1, type: 'exec', key: 'args', kind: 'token' },
        { where: 'event', line: 2, globalSeq: 1, type: 'exec', key: 'env', kind: 'environment' },
        { where: 'event', line: 3, globalSeq: 2, type: 'rename', key: 'path', kind: 'user' },
      ],
    });
    expect(JSON.stringify(result)).not.toMatch(/anna|hunter2|kX9v/);
    expect(verifyExit(result)).toBe(5);
  });

  it('counts lines over frames', async () => {
    const path = await traceFile(dirty, { linesPerFrame: 1, header: { redaction: { policy: 'default' } } });
    const { secrets } = await verifyTrace(path, { schema: false, noSecrets: true });
    expect(secrets?.places.map(({ line }) => line)).toEqual([2, 2, 3]);
  });

  it.each(['none', 'unknown'] as const)(
    'refuses a trace with redaction %s, even one in which nothing is found',
    async (policy) => {
      const path = await traceFile(numbered([eventLine('exit', { stat: 0 })]), {
        header: { redaction: { policy } },
      });
      const result = await verifyTrace(path, { schema: false, noSecrets: true });
      expect(result.secrets).toMatchObject({ refused: true, found: 0 });
      expect(verifyExit(result)).toBe(5);
      expect(verifyExit(await verifyTrace(path, { schema: false }))).toBe(0);
    },
  );
});
