import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createLineChecker } from '../../src/operations/check-lines.ts';
import { SOURCES } from './evidence.ts';
import { findInjection } from './injections/injections.ts';
import { readLine, type SimulatedLine } from './read-line.ts';
import { simulate, type SimulationOptions } from './simulate.ts';
import { upgradePrograms } from './upgrade-programs.ts';
import { CHANGES, findStep } from './versions.ts';

const STEP = findStep('26.2');
const simulated = (options: Partial<SimulationOptions> = {}): string[] => [
  ...simulate({ scenario: 'ota', step: STEP, seed: 1, noise: 0.3, ...options }).lines,
];

/** Cut where global_seq_num is back at the start. */
function segments(lines: readonly string[]): SimulatedLine[][] {
  const result: SimulatedLine[][] = [];
  let highest = Infinity;
  for (const text of lines) {
    const line = readLine(text);
    if (line.globalSeq < highest - 50) result.push([]);
    highest = line.globalSeq;
    result.at(-1)?.push(line);
  }
  return result;
}

describe('the numbers of a run', () => {
  it.each(['ota', 'full-installer', 'control'] as const)('repeats every byte of a seed (%s)', (scenario) => {
    expect(simulated({ scenario, seed: 5 })).toEqual(simulated({ scenario, seed: 5 }));
    expect(simulated({ scenario, seed: 5 })).not.toEqual(simulated({ scenario, seed: 6 }));
  });

  it('tells the same story under more background', () => {
    const story = (lines: readonly string[]): string[] =>
      lines
        .map((text) => readLine(text))
        .filter((line) => line.signingId === 'com.apple.MobileSoftwareUpdate.UpdateBrainService')
        .filter((line) => ['create', 'close', 'fork', 'setmode'].includes(line.type))
        .map((line) => line.type);
    expect(story(simulated({ noise: 3 }))).toEqual(story(simulated({ noise: 0 })));
  });

  it('counts from 0 in each of two boots, per type and in all, without a gap', () => {
    const parts = segments(simulated());
    expect(parts).toHaveLength(2);
    for (const part of parts) {
      const globals = part.map((line) => line.globalSeq).sort((one, other) => one - other);
      expect(globals).toEqual(globals.map((_, index) => index));
      for (const type of new Set(part.map((line) => line.type))) {
        const numbers = part.filter((line) => line.type === type).map((line) => line.seq);
        expect(numbers.sort((one, other) => one - other)).toEqual(numbers.map((_, index) => index));
      }
    }
  });

  it('keeps mach_time in the order of global_seq_num, lets lines come a little late, and starts low after the restart', () => {
    const parts = segments(simulated({ noise: 2 }));
    for (const part of parts) {
      const ordered = [...part].sort((one, other) => one.globalSeq - other.globalSeq);
      for (const [index, line] of ordered.entries()) {
        expect(line.machTime).toBeGreaterThan(ordered[index - 1]?.machTime ?? 0);
      }
    }
    expect(
      parts.flat().some((line, index, all) => line.globalSeq === (all[index - 1]?.globalSeq ?? 0) - 1),
    ).toBe(true);
    expect(parts[1]?.[0]?.machTime).toBeLessThan(parts[0]?.[0]?.machTime ?? 0);
    expect(Date.parse(parts[1]?.[0]?.time ?? '')).toBeGreaterThan(Date.parse(parts[0]?.at(-1)?.time ?? ''));
  });

  it('leaves a gap where lines were lost, and none where a type was not subscribed to', () => {
    const lost = segments(simulated({ tweaks: findInjection('lines-lost').tweaks }))[0] ?? [];
    expect(
      lost.some(
        (line) =>
          line.raw.includes('com.apple.suhelperd"') &&
          line.type !== 'fork' &&
          line.signingId === 'com.apple.suhelperd',
      ),
    ).toBe(false);
    expect(Math.max(...lost.map((line) => line.globalSeq))).toBeGreaterThan(lost.length - 1);
    const quiet = segments(simulated({ tweaks: findInjection('type-unrecorded').tweaks }))[0] ?? [];
    expect(quiet.some((line) => line.type === 'mount')).toBe(false);
    expect(Math.max(...quiet.map((line) => line.globalSeq))).toBe(quiet.length - 1);
  });
});

describe('processes', () => {
  const [first = []] = segments(simulated({ noise: 1 }));
  const ordered = [...first].sort((one, other) => one.globalSeq - other.globalSeq);

  it('raises pidversion with every fork and exec', () => {
    const versions = ordered.flatMap(({ event }) => [event.fork?.child.version, event.exec?.target.version]);
    const seen = versions.filter((version) => version !== undefined);
    expect(seen.length).toBeGreaterThan(100);
    for (const [index, version] of seen.entries()) expect(version).toBeGreaterThan(seen[index - 1] ?? 0);
  });

  it('starts services as launchd does: fork, xpcproxy with the label, program, one start_time', () => {
    const unzip = ordered.findIndex(
      ({ event }) => event.exec?.target.signingId === 'com.apple.StreamingUnzipService.privileged',
    );
    const service = ordered[unzip]?.event.exec?.target;
    const chain = ordered
      .slice(0, unzip + 1)
      .map(({ event }) => event.fork?.child ?? event.exec?.target)
      .filter((process) => process !== undefined && process.pid === service?.pid);
    expect(chain.map((process) => process?.signingId)).toEqual([
      'com.apple.xpc.launchd',
      'com.apple.xpc.proxy',
      'com.apple.StreamingUnzipService.privileged',
    ]);
    expect(new Set(chain.map((process) => process?.startTime)).size).toBe(1);
    expect(new Set(chain.map((process) => process?.parentPid))).toEqual(new Set([1]));
    const fetcher = ordered.find((line) => line.signingId === 'com.apple.nsurlsessiond');
    expect(service?.responsiblePid).toBe(fetcher?.pid);
  });

  it('lets a fork look like its parent', () => {
    for (const { event, signingId } of ordered) {
      if (event.fork !== undefined) expect(event.fork.child.signingId).toBe(signingId);
    }
  });
});

describe('an unattended installer', () => {
  it('names the pid of the script that waits, and signals it', () => {
    const lines = simulated({ scenario: 'full-installer', initiator: 'cli', noise: 0 }).map((text) =>
      readLine(text),
    );
    const starts = lines.flatMap(({ event }) =>
      event.exec?.args.includes('--agreetolicense') === true ? [event.exec] : [],
    );
    expect(starts).toHaveLength(1);
    const pid = starts[0]?.args[starts[0].args.indexOf('--pidtosignal') + 1];
    expect(Number(pid)).toBe(starts[0]?.target.parentPid);
    const signal = lines.find(
      (line) => line.type === 'signal' && line.signingId === 'com.apple.startosinstall',
    );
    expect(signal?.raw).toContain('"sig":30');
    expect(
      lines.some((line) => line.event.exec?.target.signingId.startsWith('com.apple.InstallAssistant.')),
    ).toBe(false);
  });
});

describe('the form of a line', () => {
  it.each(['15.6.1', '26.2', '26.3', '27.0'])('passes the schema, all of it known (%s)', async (target) => {
    const checker = await createLineChecker();
    for (const line of simulated({ step: findStep(target), noise: 2 })) checker.check(line);
    expect(checker.finish()).toMatchObject({ deviations: [], novelties: [] });
  });

  it('writes the keys of its message version', () => {
    const keys = (target: string): number[][] =>
      segments(simulated({ step: findStep(target), noise: 0 })).map((part) => {
        const [line] = part;
        return [line?.version ?? 0, line?.processKeys ?? 0];
      });
    expect(keys('15.6.1')).toEqual([
      [9, 16],
      [9, 16],
    ]);
    expect(keys('26.2')).toEqual([
      [10, 17],
      [10, 17],
    ]);
    expect(keys('27.0')).toEqual([
      [10, 17],
      [11, 17],
    ]);
  });

  it('shuffles keys, escapes slashes, and keeps inode numbers over 2^53 exact', () => {
    const lines = simulated();
    expect(new Set(lines.map((line) => line.slice(0, 12))).size).toBeGreaterThan(2);
    expect(lines.join('')).not.toMatch(/[^\\]\//);
    const inodes = lines.flatMap((line) =>
      [...line.matchAll(/"st_ino":(115292150\d+)/g)].map(([, digits]) => digits ?? ''),
    );
    expect(inodes.some((digits) => String(Number(digits)) !== digits)).toBe(true);
  });

  const captures = process.env['ESDRIFT_CAPTURES'];
  const real = captures === undefined ? '' : `${captures}/scratchingpost-v10.jsonl`;
  it.skipIf(!existsSync(real))('has the keys and types of real lines (needs ESDRIFT_CAPTURES)', () => {
    const ours = new Map(simulated({ noise: 2 }).map((line) => [readLine(line).type, line]));
    const lines = [real, `${captures ?? ''}/datadog-agent-v10.jsonl`].flatMap((path) =>
      readFileSync(path, 'utf8').trim().split('\n'),
    );
    for (const line of lines) {
      const mine = ours.get(readLine(line).type);
      expect(mine, line.slice(0, 80)).toBeDefined();
      expect(commonShape(mine ?? '{}')).toEqual(commonShape(line));
    }
  });
});

/** Every key path with its JSON type, but for what differs from line to line of one type. */
function commonShape(line: string): string[] {
  const shape = new Set<string>();
  const walk = (value: unknown, place: string): void => {
    if (Array.isArray(value)) {
      shape.add(`${place}[]`);
      return;
    }
    if (typeof value !== 'object' || value === null) {
      shape.add(`${place} ${value === null ? 'null' : typeof value}`);
      return;
    }
    for (const [key, item] of Object.entries(value)) walk(item, `${place}.${key}`);
  };
  walk(JSON.parse(line), '');
  return [...shape]
    .filter((entry) => !/\.(tty|team_id|destination|destination_type|script)\b/.test(entry))
    .sort();
}

describe('evidence', () => {
  it('has a part for every program of the table', () => {
    const seen = new Set<string>();
    for (const options of [
      { scenario: 'ota', step: findStep('26.3') },
      { scenario: 'full-installer', initiator: 'gui' },
      { scenario: 'full-installer', initiator: 'cli' },
      { scenario: 'control', noise: 6 },
    ] as const) {
      for (const line of simulated(options)) {
        const { signingId, event } = readLine(line);
        seen.add(signingId);
        if (event.exec !== undefined) seen.add(event.exec.target.signingId);
      }
    }
    const table = Object.values(upgradePrograms('/Applications/Install macOS Tahoe.app', 'Tahoe'));
    expect(table.map(({ program }) => program.signingId).filter((id) => !seen.has(id))).toEqual([]);
  });

  it('names only sources that are explained', () => {
    const used = CHANGES.flatMap(({ evidence }) => evidence.match(/\b[A-Z][A-Z0-9]{2,}\b/g) ?? []);
    expect(used.filter((key) => SOURCES[key] === undefined)).toEqual([]);
  });
});
