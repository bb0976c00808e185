import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Detector } from '../../src/detection/engine.ts';
import { fieldOf, FIELD_NAMES } from '../../src/detection/fields.ts';
import { ProcessTable } from '../../src/processes/table.ts';
import { image, launchd, Recording, token } from '../facts/events.ts';
import { firings, rule, ruleSet, signal } from './rule-sets.ts';

const a = image(11, '/bin/a');
const b = image(12, '/bin/b');
const c = image(13, '/bin/c');
const three = [signal('a'), signal('b'), signal('c')];
const minutes = (count: number) => ({ timeMs: Date.UTC(2026, 10, 23, 10) + count * 60_000 });

describe('a quorum', () => {
  it('fires at the event that completes it, once', () => {
    const set = ruleSet(three, [rule('r', ['a', 'b', 'c'], { quorum: 2 })]);
    const { events } = new Recording().exec(launchd, a).exec(launchd, a).exec(launchd, c).exec(launchd, b);
    expect(firings(set, events)).toEqual(['r@0:2']);
  });

  it('counts two signals of one program once', () => {
    const set = ruleSet(
      [signal('a', { program: 'p' }), signal('b', { program: 'p' }), signal('c')],
      [rule('r', ['a', 'b', 'c'], { quorum: 2 })],
    );
    expect(firings(set, new Recording().exec(launchd, a).exec(launchd, b).events)).toEqual([]);
    expect(firings(set, new Recording().exec(launchd, a).exec(launchd, c).events)).toEqual(['r@0:1']);
  });

  it('is never reached by guesses alone, and needs a sure one in each group', () => {
    const guesses = [signal('a', { evidence: 'guess' }), signal('b', { evidence: 'guess' }), signal('c')];
    const { events } = new Recording().exec(launchd, a).exec(launchd, b).exec(launchd, c);
    expect(firings(ruleSet(guesses, [rule('r', ['a', 'b', 'c'], { quorum: 2 })]), events)).toEqual(['r@0:2']);
    const needy = rule('r', ['a', 'b', 'c'], { quorum: 1, needs: [['a', 'c']] });
    expect(firings(ruleSet(guesses, [needy]), events)).toEqual(['r@0:2']);
  });

  it('forgets what is older than its window, in the time of the recording', () => {
    const set = ruleSet(three, [rule('r', ['a', 'b'], { window: '10m' })]);
    const at = (...times: readonly number[]) =>
      new Recording()
        .add(launchd, 'exec', exec(a), minutes(times[0] ?? 0))
        .add(launchd, 'exec', exec(b), minutes(times[1] ?? 0)).events;
    expect(firings(set, at(0, 9))).toEqual(['r@0:1']);
    expect(firings(set, at(0, 11))).toEqual([]);
  });

  it('can fire again once it was quiet for a window', () => {
    const set = ruleSet(three, [rule('r', ['a'], { window: '10m' })]);
    const recording = new Recording();
    for (const minute of [0, 5, 14, 30]) recording.add(launchd, 'exec', exec(a), minutes(minute));
    expect(firings(set, recording.events)).toEqual(['r@0:0', 'r@0:3']);
  });

  it('heeds order, exclusion and restarts', () => {
    const both = new Recording().exec(launchd, b).exec(launchd, a).events;
    expect(firings(ruleSet(three, [rule('r', ['a', 'b'], { sequence: ['a', 'b'] })]), both)).toEqual([]);
    expect(firings(ruleSet(three, [rule('r', ['a', 'b'], { sequence: ['b', 'a'] })]), both)).toEqual([
      'r@0:1',
    ]);
    const forbidden = ruleSet(three, [rule('r', ['a'], { unless: ['b'] })]);
    expect(firings(forbidden, both)).toEqual([]);
    expect(firings(forbidden, new Recording().exec(launchd, a).exec(launchd, b).events)).toEqual(['r@0:0']);
    const other = { ...launchd, token: token(1, 2) };
    const across = new Recording().exec(launchd, a).reboot().exec(other, b).events;
    expect(firings(ruleSet(three, [rule('r', ['a', 'b'])]), across)).toEqual([]);
  });
});

describe('a signal', () => {
  const fires = (more: Parameters<typeof signal>[1], events: Recording['events']): readonly string[] =>
    firings(ruleSet([signal('s', more), signal('b')], [rule('r', ['s'])]), events);

  it('can ask for a count within a time, and for another signal before', () => {
    const often = { count: { atLeast: 3, within: '1s' }, where: { 'exec.name': { equals: 'a' } } };
    const recording = new Recording();
    for (let times = 4; times > 0; times--) recording.exec(launchd, a);
    expect(fires(often, recording.events)).toEqual(['r@0:2']);
    const behind = { after: { signal: 'b', within: '1m' }, where: { 'exec.name': { equals: 'a' } } };
    expect(fires(behind, recording.events)).toEqual([]);
    expect(fires(behind, new Recording().exec(launchd, b).exec(launchd, a).events)).toEqual(['r@0:1']);
  });

  it('can ask for parents, whatever they have become since', () => {
    const where = {
      'exec.name': { equals: 'c' },
      'ancestor.path': { equals: '/bin/a' },
      'parent.name': { equals: 'b' },
    };
    const { events } = new Recording().spawn(launchd, a).spawn(a, b).exit(a).spawn(b, c);
    expect(fires({ where }, events)).toEqual(['r@0:6']);
    expect(fires({ where }, new Recording().spawn(launchd, b).spawn(b, c).events)).toEqual([]);
  });

  it('tells the same from a table of processes that somebody else keeps', () => {
    const set = ruleSet([signal('s', { where: { 'parent.name': { equals: 'b' } } })], [rule('r', ['s'])]);
    const processes = new ProcessTable();
    const shared = new Detector(set, { processes });
    for (const event of new Recording().spawn(launchd, a).spawn(a, b).exit(a).spawn(b, c).events) {
      processes.apply(event);
      shared.observe(event);
    }
    expect(shared.rules.map(({ first }) => first?.decision.evidence.globalSeq)).toEqual([6]);
  });

  it('can ask who made what is moved, copied or run', () => {
    const where = { 'actor.name': { equals: 'b' }, 'handoff.path': { equals: '/bin/a' } };
    const moves = { events: ['rename'], where };
    const handed = new Recording()
      .file(a, 'create', '/private/var/x/part')
      .file(b, 'rename', '/var/y', '/System/Volumes/Data/private/var/x').events;
    expect(fires(moves, handed)).toEqual(['r@0:1']);
    const own = new Recording().file(b, 'create', '/var/x').file(b, 'rename', '/var/y', '/var/x').events;
    expect(fires(moves, own)).toEqual([]);
    const run = new Recording().file(a, 'create', '/bin/c').exec(launchd, c).events;
    expect(
      fires({ where: { 'exec.name': { equals: 'c' }, 'handoff.path': { equals: '/bin/a' } } }, run),
    ).toEqual(['r@0:1']);
  });

  it('reads several values, bits, absence and negation', () => {
    const args = { 'exec.args': { equals: '--go', not: { in: ['--dry', '--help'] } } };
    expect(fires({ where: args }, new Recording().exec(launchd, a, ['a', '--go']).events)).toEqual(['r@0:0']);
    expect(fires({ where: args }, new Recording().exec(launchd, a, ['--go', '--dry']).events)).toEqual([]);
    const hardened = { 'exec.flags': { bits: 0x1_0000 } };
    const runtime = image(11, '/bin/a', { codesigningFlags: 0x2601_0000 });
    expect(
      fires({ where: hardened }, new Recording().exec(launchd, a).exec(launchd, runtime).events),
    ).toEqual(['r@0:1']);
    const unsigned = image(11, '/bin/a', { signingId: undefined });
    expect(
      fires(
        { where: { 'exec.signing_id': { absent: true } } },
        new Recording().exec(launchd, a).exec(launchd, unsigned).events,
      ),
    ).toEqual(['r@0:1']);
  });

  it('sees a program at work whose start nobody saw, and says that it is older than the recording', () => {
    const acts = signal('acts', { events: ['*'], where: { 'actor.name': { equals: 'a' } }, implies: 'a' });
    const set = ruleSet([acts, signal('a')], [rule('r', ['acts'])]);
    const late = new Detector(set);
    for (const event of new Recording().exit(a).events) late.observe(event);
    expect([...late.early]).toEqual(['acts']);
    const early = new Detector(set);
    for (const event of new Recording().exec(launchd, a).exit(a).events) early.observe(event);
    expect([...early.early]).toEqual([]);
  });

  it('can be the state that a recorder asked for', () => {
    const listed = signal('s', {
      events: ['probe'],
      where: { 'probe.snapshots': { glob: 'com.apple.os.update-*' } },
    });
    const fired: string[] = [];
    const detector = new Detector(ruleSet([listed], [rule('r', ['s'])]), {
      onFiring: ({ rule: { id } }) => fired.push(id),
    });
    const moment = { time: '2026-11-23T10:00:00Z', timeMs: 0, segment: 0 };
    detector.observeProbe(moment, { snapshots: { unread: 'no such tool' } });
    detector.observeProbe(moment, { snapshots: ['com.apple.TimeMachine.x'] });
    expect(fired).toEqual([]);
    detector.observeProbe(moment, { snapshots: ['com.apple.os.update-MSUPrepareUpdate'] });
    expect(fired).toEqual(['r']);
  });
});

describe('fields', () => {
  it('are all there under their names', () => {
    expect(new Set(FIELD_NAMES).size).toBe(FIELD_NAMES.length);
    expect(FIELD_NAMES.filter((name) => fieldOf(name) === undefined)).toEqual([]);
  });

  it('are in the table of the README', () => {
    const readme = readFileSync(new URL('../../src/detection/README.md', import.meta.url), 'utf8');
    const groups =
      /^(actor|exec|parent|ancestor|responsible|target)(\.(?:path|name|signing_id|team_id|cdhash|platform|flags|category|uid))$/;
    const missing = FIELD_NAMES.filter((name) => {
      const [, group, part] = groups.exec(name) ?? [];
      if (group === undefined || part === undefined) return !readme.includes(`\`${name}\``);
      return !readme.includes(`\`${group}.…\``) || !readme.includes(`\`${part}\``);
    });
    expect(missing).toEqual([]);
  });
});

function exec(target: ReturnType<typeof image>) {
  return {
    kind: 'exec',
    target,
    args: [],
    env: [],
    cwd: '/',
    script: undefined,
    cputype: undefined,
  } as const;
}
