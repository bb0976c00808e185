import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/eslogger/catalogue.ts';
import { checkLines } from '../../src/operations/check-lines.ts';
import {
  file,
  LAUNCHD,
  line,
  processOf,
  token,
  tokenArray,
  type LineParts,
} from '../eslogger/line-builder.ts';

/** A line whose number and name agree, as they do in real ones. */
function exact(parts: LineParts): string {
  const event_type = CATALOGUE.find(({ name }) => name === parts.type)?.value;
  return line({ ...parts, more: { event_type, ...parts.more } });
}

function good(): readonly string[] {
  const child = processOf({ token: { pid: 7, pidversion: 8 } });
  const exec = { target: child, args: ['a'], env: [], fds: [{ fd: 0, fdtype: 1 }], last_fd: 0, script: null };
  return [
    exact({ type: 'fork', event: { child } }),
    exact({ type: 'exec', event: { ...exec, cwd: file('/'), image_cputype: 7, image_cpusubtype: -2 } }),
    exact({ type: 'exit', event: { stat: 0 } }),
  ];
}

describe('lines against the schema', () => {
  it('pass as eslogger writes them', async () => {
    expect(await checkLines(good())).toEqual({ lines: 3, deviations: [], novelties: [] });
  });

  it('report each deviation once, with its count and first line', async () => {
    const [fine = ''] = good();
    const broken = line({
      type: 'unlink',
      event: { target: file('/x'), parent_dir: { path: 7 } },
      process: processOf({ token: LAUNCHD, more: { cdhash: 'short', tty: 'none' } }),
      more: { event_type: 12, schema_version: 2 },
    });
    const { lines, deviations } = await checkLines([fine, broken, broken, 'rubbish', '[1]']);
    expect(lines).toBe(5);
    expect(deviations).toEqual([
      { place: '', message: 'is JSON, but not an object', count: 1, firstLine: 5 },
      { place: '', message: 'is not JSON', count: 1, firstLine: 4 },
      {
        place: 'event.unlink.parent_dir',
        message: "must have required property 'path_truncated'",
        count: 2,
        firstLine: 2,
      },
      {
        place: 'event.unlink.parent_dir',
        message: "must have required property 'stat'",
        count: 2,
        firstLine: 2,
      },
      { place: 'event.unlink.parent_dir.path', message: 'must be string', count: 2, firstLine: 2 },
      { place: 'event_type', message: 'is not 32', count: 2, firstLine: 2 },
      expect.objectContaining({ place: 'process.cdhash', count: 2 }),
      { place: 'process.tty', message: 'has none of the forms it is known to have', count: 2, firstLine: 2 },
      { place: 'schema_version', message: 'is not 1', count: 2, firstLine: 2 },
    ]);
  });

  it('let new keys and events pass, and list them', async () => {
    const lines = [
      line({ type: 'paste', event: { target: file('/x') } }),
      exact({ type: 'exit', event: { stat: 0, why: 1 } }),
    ];
    expect(await checkLines([...lines, ...lines])).toEqual({
      lines: 4,
      deviations: [],
      novelties: [
        { scope: 'exit', key: 'why', count: 2, firstLine: 2 },
        { scope: 'paste', key: '', count: 2, firstLine: 1 },
        { scope: 'paste', key: 'target', count: 2, firstLine: 1 },
      ],
    });
  });

  it('take audit tokens in both forms, and say what is wrong inside one', async () => {
    const withToken = (audit_token: unknown): string =>
      exact({
        type: 'exit',
        event: { stat: 0 },
        process: processOf({ token: LAUNCHD, more: { audit_token } }),
      });
    expect((await checkLines([withToken(tokenArray(LAUNCHD))])).deviations).toEqual([]);
    expect((await checkLines([withToken({ ...token(LAUNCHD), ruid: undefined })])).deviations).toEqual([
      { place: 'process.audit_token', message: "must have required property 'ruid'", count: 1, firstLine: 1 },
    ]);
  });

  it('report a line that keeps to the schema but could not be placed', async () => {
    const huge = exact({ type: 'exit', event: { stat: 0 } }).replace(
      /"seq_num":\d+/,
      '"seq_num":18446744073709551615',
    );
    const { deviations } = await checkLines([huge]);
    expect(deviations.map(({ place, message }) => `${place}|${message}`)).toEqual([
      '|has no usable `seq_num`, `global_seq_num` or `mach_time`',
    ]);
  });
});
