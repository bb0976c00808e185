import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serializeFactSet } from '../../src/baseline/canonical.ts';
import {
  createBaseline,
  type BaselineCreateOptions,
  type BaselineCreated,
} from '../../src/operations/baseline-create.ts';
import { showBaseline } from '../../src/operations/baseline-show.ts';
import { loadFactSet, readFactSet } from '../../src/operations/load-fact-set.ts';
import { profileDocument, profileFiles } from '../../src/operations/profile-files.ts';
import { profileTrace } from '../../src/operations/profile-trace.ts';
import { renderBaseline, renderProfiles } from '../../src/report/baseline.ts';
import { validateDocument } from '../../src/schema/validate.ts';
import { simulate } from '../simulator/simulate.ts';
import { findStep } from '../simulator/versions.ts';
import { Recordings } from './recordings.ts';

const recordings = new Recordings();
const RUNS = ['a', 'b', 'c', 'd', 'e', 'f'];
const traces: string[] = [];
let control = '';

beforeAll(async () => {
  for (const seed of RUNS) traces.push(await recordings.simulated(`ota-${seed}`, seed));
  control = await recordings.simulated('idle', 'x', 'control', {}, 0.2);
});
afterAll(() => recordings.remove());

let next = 0;
const create = (
  inputs: readonly string[],
  more: Partial<BaselineCreateOptions> = {},
): Promise<BaselineCreated> =>
  createBaseline({
    inputs,
    controls: [],
    out: recordings.path(`b${next++}.baseline.json`),
    force: false,
    allowSynthetic: false,
    allowMixed: false,
    strict: false,
    ...more,
  });

describe('baseline create', () => {
  it('makes a baseline of five runs that a sixth of the same behaviour only counts into', async () => {
    const five = await create(traces.slice(0, 5));
    const six = await create(traces);
    const keys = (created: BaselineCreated, kinds: readonly string[]): string[] =>
      created.baseline.facts.filter((fact) => kinds.includes(fact.kind)).map((fact) => fact.key.join(' '));
    for (const kind of ['file', 'handoff']) expect(keys(six, [kind]), kind).toEqual(keys(five, [kind]));
    expect(six.baseline.collapsed).toEqual(five.baseline.collapsed);
    const files = six.baseline.facts.filter((fact) => fact.kind === 'file' || fact.kind === 'handoff');
    expect(files.filter((fact) => fact.counts.includes(0))).toEqual([]);
  });

  it('gives the same bytes from traces, from profiles, and from a baseline and one more run', async () => {
    const out = recordings.path('direct.baseline.json');
    await create(traces.slice(0, 3), { controls: [control], out });
    const profiles: string[] = [];
    for (const [index, trace] of traces.slice(0, 3).entries()) {
      const path = recordings.path(`p${index}.profile.json`);
      await profileFiles({ traces: [trace], out: path, force: false, control: false, strict: false });
      profiles.push(path);
    }
    const fromProfiles = recordings.path('profiles.baseline.json');
    await create([...profiles].reverse(), { controls: [control], out: fromProfiles });
    expect(readFileSync(fromProfiles, 'utf8')).toBe(readFileSync(out, 'utf8'));
    const two = recordings.path('two.baseline.json');
    await create(traces.slice(0, 2), { out: two });
    const grown = recordings.path('grown.baseline.json');
    await create([two, traces[2] ?? ''], { controls: [control], out: grown });
    expect(readFileSync(grown, 'utf8')).toBe(readFileSync(out, 'utf8'));
    validateDocument('baseline', JSON.parse(readFileSync(out, 'utf8')), out);
  });

  it('holds no name of a user, host or volume, and no time of day', async () => {
    const noisy = await recordings.simulated('noisy', 'n', 'ota', {}, 1);
    const { from, to } = findStep('26.2');
    const { host } = simulate({ scenario: 'ota', step: { from, to }, seed: 'n', noise: 1 });
    const raw = readFileSync(recordings.path('noisy.jsonl'), 'utf8');
    const text = serializeFactSet((await create([noisy])).baseline);
    const names = [host.user.name, host.computerName, ...host.extraVolumes];
    expect(names.filter((name) => raw.includes(name)).length).toBeGreaterThan(1);
    for (const name of names) expect(text, name).not.toMatch(new RegExp(`\\b${name}\\b`));
    expect(text).not.toMatch(/\d{4}-\d\d-\d\dT\d\d:\d\d/);
  });

  it('writes nothing over a file, nothing from nothing, and nothing mixed', async () => {
    const out = recordings.path('taken.baseline.json');
    writeFileSync(out, 'mine');
    const [first = ''] = traces;
    await expect(create([first], { out })).rejects.toMatchObject({ code: 'output-exists', exitCode: 2 });
    expect(readFileSync(out, 'utf8')).toBe('mine');
    await expect(create([])).rejects.toMatchObject({ code: 'nothing-to-compare', exitCode: 3 });
    await expect(create([], { controls: [first] })).rejects.toMatchObject({ code: 'usage' });
    const installer = await recordings.simulated('installer', 'a', 'full-installer');
    await expect(create([first, installer])).rejects.toMatchObject({ code: 'not-comparable', exitCode: 3 });
    expect((await create([first, installer], { allowMixed: true })).warnings[0]).toContain(
      'full-installer, ota',
    );
    const imported = await recordings.simulated('real', 'b', 'ota', { provenance: 'imported' });
    await expect(create([first, imported])).rejects.toThrow(/synthetic/);
    expect((await create([first, imported], { allowSynthetic: true })).baseline.runs).toHaveLength(2);
    await expect(create([first, `${first}.missing`])).rejects.toMatchObject({
      code: 'not-found',
      exitCode: 5,
    });
  });

  it('says what a person should know before trusting it', async () => {
    expect((await create(traces.slice(0, 1))).warnings).toEqual([
      'All recordings are synthetic: a simulator wrote them, no Mac did.',
      'One run says little about what varies; record 3 or more.',
    ]);
    expect((await create([control])).warnings).toContain(
      'There are only controls: the baseline describes no upgrade.',
    );
  });
});

describe('baseline show', () => {
  it('filters by program, kind and support', async () => {
    const path = recordings.path('shown.baseline.json');
    await create(traces.slice(0, 3), { controls: [control], out: path });
    const brain = 'platform:com.apple.MobileSoftwareUpdate.UpdateBrainService';
    const { view, document } = await showBaseline({
      path,
      program: '*UpdateBrainService',
      kinds: ['program', 'launch'],
      minSupport: 3,
    });
    expect(view.facts).toContainEqual({ kind: 'program', key: [brain], upgrades: 3, controls: 0, median: 1 });
    expect(view.facts).toContainEqual(
      expect.objectContaining({ kind: 'launch', key: ['platform:com.apple.xpc.launchd', brain] }),
    );
    expect(document.facts.file).toEqual([]);
    expect(document.facts.program).toHaveLength(1);
    const text = renderBaseline((await showBaseline({ path })).view, { columns: 100, color: false });
    expect(text).toMatch(/^SYNTHETIC/);
    expect(text).toContain('3 runs, 1 control');
    expect(text).toMatch(/3\/3 +0\/1 +×1 {2}platform:com\.apple\.MobileSoftwareUpdate\.UpdateBrainService/);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(140);
    const nothing = renderBaseline((await showBaseline({ path, program: 'nobody' })).view, {
      columns: 100,
      color: false,
    });
    expect(nothing).toContain('No fact matches.');
  });

  it('shows hostile names harmlessly', async () => {
    const set = await readFactSet(recordings.path('shown.baseline.json'));
    const [fact] = set.facts;
    const path = recordings.path('hostile.baseline.json');
    writeFileSync(
      path,
      serializeFactSet({
        ...set,
        facts: fact === undefined ? [] : [{ ...fact, key: ['x\u001b[2Jy\u202ez'] }],
      }),
    );
    const text = renderBaseline((await showBaseline({ path })).view, { columns: 100, color: false });
    expect(text).toContain('x\\u{1b}[2Jy\\u{202e}z');
  });
});

describe('profile', () => {
  it('goes to standard output, a file, or a folder', async () => {
    const [first = '', second = ''] = traces;
    const options = { force: false, control: false, strict: false };
    const printed = await profileFiles({ ...options, traces: [first] });
    const text = renderProfiles(printed.profiles);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(profileDocument(printed))));
    validateDocument('profile', JSON.parse(text), 'stdout');
    await expect(profileFiles({ ...options, traces: [first, second] })).rejects.toMatchObject({
      code: 'usage',
    });
    const written = await profileFiles({ ...options, traces: [first, second], out: recordings.folder });
    expect(written.profiles.map(({ path }) => path)).toEqual([
      recordings.path('ota-a.profile.json'),
      recordings.path('ota-b.profile.json'),
    ]);
    validateDocument('profiles-written', profileDocument(written), 'stdout');
    expect(await loadFactSet(recordings.path('ota-a.profile.json'))).toEqual(printed.profiles[0]?.profile);
    await expect(profileFiles({ ...options, traces: [first], out: recordings.folder })).rejects.toMatchObject(
      { code: 'output-exists' },
    );
  });

  it('is the same however the lines were ordered within the window', async () => {
    const lines = readFileSync(recordings.path('ota-c.jsonl'), 'utf8').trimEnd().split('\n');
    const swapped = lines.map((line, index) =>
      index % 2 === 0 ? (lines[index + 1] ?? line) : (lines[index - 1] ?? line),
    );
    const facts = { method: 'ota', arch: 'arm64', provenance: 'synthetic' } as const;
    const a = await profileTrace(await recordings.imported('plain', lines, facts));
    const b = await profileTrace(await recordings.imported('swapped', swapped, facts));
    expect(b.facts).toEqual(a.facts);
  });

  it('refuses a trace without events, and a document that is none', async () => {
    const broken = recordings.path('broken.baseline.json');
    writeFileSync(broken, '<<<<<<< ours\n{}\n');
    await expect(loadFactSet(broken)).rejects.toMatchObject({
      code: 'document-invalid',
      hint: expect.stringContaining('merge conflict') as string,
    });
    writeFileSync(broken, '{"kind":"esdrift.baseline","formatVersion":9}');
    await expect(loadFactSet(broken)).rejects.toMatchObject({ code: 'future-version' });
  });
});
