/** Each injection does to the lines what its name says, and nothing else does. */
import { describe, expect, it } from 'vitest';
import { INJECTIONS } from './injections.ts';
import type { UpgradeMethod, Variant } from './variant.ts';
import { readLine, type SimulatedLine } from '../read-line.ts';
import { simulate } from '../simulate.ts';
import { findStep } from '../versions.ts';

const linesOf = (method: UpgradeMethod, variant?: Variant): string[] => [
  ...simulate({
    scenario: method,
    step: findStep('26.2'),
    seed: 'injections',
    noise: 0,
    ...(variant === undefined ? {} : { tweaks: variant.tweaks }),
  }).lines,
];
const play = (variant?: Variant): SimulatedLine[] => linesOf('ota', variant).map((line) => readLine(line));

const plain = play();
const execsOf = (lines: readonly SimulatedLine[]): string[] =>
  lines.flatMap(({ event }) =>
    event.exec === undefined
      ? []
      : [
          JSON.stringify([
            event.exec.target.signingId,
            event.exec.target.path.replace(/\d+\.\d+\.xpc/, 'N'),
            event.exec.target.flags,
            event.exec.target.isPlatform,
            event.exec.target.cdhash,
          ]),
        ],
  );
const only = (lines: readonly SimulatedLine[], others: readonly SimulatedLine[]): string[] => {
  const known = new Set(execsOf(others));
  return execsOf(lines).filter((exec) => !known.has(exec));
};
const count = (lines: readonly SimulatedLine[], path: RegExp): number =>
  lines.filter(({ event }) => event.paths.some((candidate) => path.test(candidate))).length;
const first = (lines: readonly SimulatedLine[], test: (line: SimulatedLine) => boolean): number =>
  lines.findIndex(test);
const parents = (lines: readonly SimulatedLine[], signingId: string): (string | undefined)[] =>
  lines.flatMap(({ event }) => {
    const target = event.exec?.target;
    if (target?.signingId !== signingId) return [];
    const isParent = (line: SimulatedLine): boolean => line.event.fork?.child.pid === target.pid;
    return [lines.find(isParent)?.signingId];
  });
const brainMoved = (line: SimulatedLine): boolean =>
  line.type === 'rename' &&
  line.event.paths.some((path) => /MacUpdateBrain\/[0-9a-f]{40}\.asset$/.test(path));
const updateMoved = (line: SimulatedLine): boolean =>
  line.type === 'rename' &&
  line.event.paths.some((path) => /MacSoftwareUpdate\/[0-9a-f]{40}\.asset$/.test(path));
const brainRuns = (line: SimulatedLine): boolean =>
  line.event.exec?.target.signingId.endsWith('MobileSoftwareUpdate.UpdateBrainService') === true;

type Check = (lines: readonly SimulatedLine[]) => void;
/** Names of the programs behind some execs: a program has one cdhash per build, so two in an upgrade. */
const named = (execs: readonly string[]): Set<string> =>
  new Set(execs.map((exec) => /([^/"]+)",\d/.exec(exec)?.[1] ?? exec));
/** A change of one program: its execs are new, the ones that were its are gone. */
const oneProgramChanged: Check = (lines) => {
  expect(named(only(lines, plain)).size).toBe(1);
  expect(named(only(plain, lines))).toEqual(named(only(lines, plain)));
};

const CLEANUP = 'MobileSoftwareUpdate.CleanupPreparePathService';

const CHECKS: Readonly<Record<string, Check>> = {
  'program-gone': (lines) => {
    expect(only(lines, plain)).toEqual([]);
    expect(named(only(plain, lines)).size).toBe(1);
  },
  'program-new-job': (lines) => {
    expect(only(lines, plain)).toHaveLength(1);
    expect(only(plain, lines)).toEqual([]);
  },
  'program-resigned': oneProgramChanged,
  'platform-lost': oneProgramChanged,
  'program-moved': oneProgramChanged,
  'hardened-runtime-lost': oneProgramChanged,
  'cdhash-only': oneProgramChanged,
  'parent-changed': (lines) => {
    expect(only(lines, plain)).toEqual([]);
    const children = ['bless', 'umount', 'SoftwareUpdateLauncher', CLEANUP].filter(
      (name) => parents(lines, `com.apple.${name}`).join() !== parents(plain, `com.apple.${name}`).join(),
    );
    expect(children).toHaveLength(1);
  },
  'asset-folder-moved': (lines) => {
    expect(
      count(plain, /AssetsV2\/com_apple_MobileAsset_MacSoftwareUpdate\/[0-9a-f]{40}\.asset$/),
    ).toBeGreaterThan(0);
    expect(count(lines, /AssetsV2\/com_apple_MobileAsset_MacSoftwareUpdate\/[0-9a-f]{40}\.asset$/)).toBe(0);
  },
  'argument-new': (lines) => {
    const argumentsOf = (all: readonly SimulatedLine[]): Set<string> =>
      new Set(all.flatMap(({ event }) => event.exec?.args ?? []));
    expect(
      [...argumentsOf(lines)].filter(
        (argument) => argument.startsWith('-') && !argumentsOf(plain).has(argument),
      ),
    ).toHaveLength(1);
  },
  'order-swapped': (lines) => {
    expect(first(plain, brainMoved)).toBeLessThan(first(plain, updateMoved));
    expect(first(plain, updateMoved)).toBeLessThan(first(plain, brainRuns));
    const swapped =
      first(lines, brainMoved) > first(lines, updateMoved) ||
      first(lines, brainRuns) < first(lines, updateMoved);
    expect(swapped).toBe(true);
  },
  'mount-missing': (lines) => {
    const mounts = (all: readonly SimulatedLine[]): number =>
      all.filter(({ type, event }) => type === 'mount' && event.paths[0] === '/System/Volumes/Update/mnt1')
        .length;
    expect([mounts(plain), mounts(lines)]).toEqual([1, 0]);
  },
  'file-new': (lines) => {
    expect(count(plain, /(Attestation\.plist|manifest\.bom)$/)).toBe(0);
    expect(count(lines, /(Attestation\.plist|manifest\.bom)$/)).toBeGreaterThan(0);
  },
  'files-twelvefold': (lines) => {
    expect(count(lines, /downloadDir\/CFNetworkDownload_\w+\.tmp$/)).toBeGreaterThan(
      8 * count(plain, /^$/) + 12,
    );
    expect(count(lines, /\/Update\/mnt1\//)).toBeGreaterThan(6 * count(plain, /\/Update\/mnt1\//));
  },
  'exec-key-new': (lines) => {
    const keys = (all: readonly SimulatedLine[]): Set<string> =>
      new Set(all.flatMap(({ event }) => event.exec?.keys ?? []));
    expect([...keys(lines)].filter((key) => !keys(plain).has(key))).toHaveLength(1);
  },
  'lines-lost': (lines) => {
    expect(lines.length).toBeLessThan(plain.length);
    expect(named(only(plain, lines)).size).toBe(1);
    expect(lines.at(-1)?.globalSeq).toBeGreaterThan(0);
  },
  'type-unrecorded': (lines) => {
    const types = (all: readonly SimulatedLine[]): Set<string> => new Set(all.map(({ type }) => type));
    expect(types(plain).size).toBeGreaterThan(types(lines).size);
  },
};

const methodsOf = ({ on }: Variant): readonly UpgradeMethod[] => on ?? ['ota', 'full-installer'];

const usual: Readonly<Record<UpgradeMethod, readonly string[]>> = {
  ota: linesOf('ota'),
  'full-installer': linesOf('full-installer'),
};
const plays = (method: UpgradeMethod, variant: Variant): boolean =>
  linesOf(method, variant).some((line, index) => line !== usual[method][index]);

describe.each(INJECTIONS.map((injection) => [injection.name, injection] as const))(
  '%s',
  (name, { variants }) => {
    it.each(variants.map((variant) => [variant.note, variant] as const))(
      '%s is played, by what its word names',
      (_note, variant) => {
        const playing = methodsOf(variant).filter((method) => plays(method, variant));
        expect(playing).not.toEqual([]);
        const word = variant.word.replaceAll('/', '\\/');
        const lines = playing.flatMap((method) => [...usual[method], ...linesOf(method, variant)]);
        expect(lines.some((line) => line.includes(word))).toBe(true);
      },
    );

    const check = CHECKS[name];
    if (check === undefined) return;
    const overTheAir = variants.filter(
      (variant) =>
        methodsOf(variant).includes('ota') && linesOf('ota', variant).join() !== linesOf('ota').join(),
    );
    it.each(overTheAir.map((variant) => [variant.note, variant] as const))('%s', (_note, variant) => {
      check(play(variant));
    });
  },
);
