/** What a target cannot say is never dropped: it is told, with the right effect, and a rule that is not worth having is refused. */
import { describe, expect, it } from 'vitest';
import { BUILT_IN_RULES } from '../../../src/detection/builtin/rule-set.ts';
import { FIELD_NAMES, fieldOf } from '../../../src/detection/fields.ts';
import { exportRules } from '../../../src/detection/export/export-rules.ts';
import { EXPORT_TARGETS, type ExportTarget } from '../../../src/model/rules-export.ts';
import type { Rule, Signal } from '../../../src/model/rules.ts';
import { rule, ruleSet, signal } from '../rule-sets.ts';

function exported(target: ExportTarget, signals: readonly Signal[], one: Rule, isStrict = false) {
  const { rules, files } = exportRules(target, {
    set: ruleSet(signals, [one]),
    rules: [one],
    isStrict,
    isSplit: true,
  });
  const [result] = rules;
  if (result === undefined) throw new Error('no rule');
  return { ...result, text: files.map(({ text }) => text).join('\n') };
}

const EVENT_TYPES = [
  'exec',
  'fork',
  'exit',
  'create',
  'rename',
  'unlink',
  'clone',
  'close',
  'mount',
  'signal',
  'setextattr',
];

describe.each(EXPORT_TARGETS)('%s', (target) => {
  it('says or refuses every field on every event, alone', () => {
    for (const field of FIELD_NAMES)
      for (const event of EVENT_TYPES.filter((type) => fieldOf(field)?.isOn(type))) {
        const own = signal('a', { events: [event], where: { [field]: { equals: '/w' } } });
        const { refused, text } = exported(target, [own], rule('r', ['a']));
        if (refused === null) expect(text, `${field} of ${event}`).toContain('/w');
        else
          expect(refused, `${field} of ${event}`).toMatch(
            /^none of its programs can be told there: .+ \(a\)$/,
          );
      }
  });

  it('never leaves out a condition that another one is joined to', () => {
    for (const field of FIELD_NAMES.filter((name) => fieldOf(name)?.isOn('exec'))) {
      const own = signal('a', {
        where: { 'exec.signing_id': { equals: 'one' }, [field]: { prefix: 'two' } },
      });
      const { refused, text } = exported(target, [own], rule('r', ['a']));
      if (field !== 'exec.signing_id' && refused === null) expect(text, field).toContain('two');
    }
  });

  it('tells a signal that is left out, one whose event types are fewer, and an alternative that is gone', () => {
    const signals = [
      signal('a', { where: { 'exec.signing_id': { equals: 'a' } } }),
      signal('b', {
        where: {},
        anyOf: [{ 'exec.signing_id': { equals: 'b' } }, { 'handoff.path': { equals: '/b' } }],
      }),
      signal('c', { events: ['probe'], where: { 'probe.x': { equals: 'c' } } }),
    ];
    const { losses, refused } = exported(target, signals, rule('r', ['a', 'b', 'c'], { quorum: 2 }));
    expect(refused).toBeNull();
    expect(losses).toContainEqual(
      expect.objectContaining({
        effect: 'narrower',
        signal: 'b',
        text: expect.stringContaining('an alternative is left out') as string,
      }),
    );
    expect(losses).toContainEqual(
      expect.objectContaining({
        effect: 'narrower',
        signal: 'c',
        text: expect.stringMatching(/^left out \(/) as string,
      }),
    );
  });

  it('refuses a rule whose quorum, needs or certainty is gone', () => {
    const gone = signal('gone', { events: ['probe'], where: { 'probe.x': { equals: 'c' } } });
    const there = (id: string, more: Partial<Signal> = {}) =>
      signal(id, { where: { 'exec.signing_id': { equals: id } }, ...more });
    const refusal = (signals: readonly Signal[], more: Partial<Rule>) =>
      exported(
        target,
        signals,
        rule(
          'r',
          signals.map(({ id }) => id),
          more,
        ),
      ).refused;
    expect(refusal([gone, there('a')], { quorum: 2 })).toMatch(/asks for 2 programs, and only 1/);
    expect(refusal([gone, there('a')], { quorum: 1, needs: [['gone']] })).toMatch(/needs one of gone/);
    expect(refusal([gone, there('a', { evidence: 'guess' })], { quorum: 1 })).toMatch(
      /a guess never decides/,
    );
  });

  it('calls what no longer forbids a rule broader, and refuses that when strict', () => {
    const signals = [
      signal('a', { where: { 'exec.signing_id': { equals: 'a' } } }),
      signal('b', { where: { 'exec.signing_id': { equals: 'b' } } }),
      signal('gone', { events: ['probe'], where: { 'probe.x': { equals: 'c' } } }),
    ];
    const forbidden = rule('r', ['a', 'b'], { unless: ['gone'] });
    const { losses, refused } = exported(target, signals, forbidden);
    expect(refused).toBeNull();
    expect(losses.filter(({ effect }) => effect === 'broader').length).toBeGreaterThan(0);
    expect(exported(target, signals, forbidden, true).refused).toMatch(/^it would fire on more than here/);
  });

  it('tells every loss in the file, too', () => {
    const { rules, files } = exportRules(target, {
      set: BUILT_IN_RULES,
      rules: BUILT_IN_RULES.rules,
      isStrict: false,
      isSplit: false,
    });
    const text = files.map((file) => file.text).join('\n');
    for (const { losses } of rules.filter(({ refused }) => refused === null))
      for (const { text: loss } of losses) expect(text).toContain(loss.replaceAll('--', '- -'));
  });
});

describe('what only some can say', () => {
  const a = signal('a', { where: { 'exec.signing_id': { equals: 'a' } } });
  const b = signal('b', { where: { 'exec.signing_id': { equals: 'b' } } });

  it('EQL forbids in a sequence, and counts in runs', () => {
    const forbidden = exported('eql', [a, b], rule('r', ['a'], { unless: ['b'] }));
    expect(forbidden.losses).toEqual([
      {
        effect: 'narrower',
        signal: 'b',
        text: 'it forbids the rule also where it happened in the boot before',
      },
    ]);
    expect(forbidden.text).toContain('sequence by host.id with maxspan=3600s\n  ![process');
    const counted = { ...a, count: { atLeast: 3, within: '1m' } };
    expect(exported('eql', [counted], rule('r', ['a'])).text).toMatch(
      /maxspan=60s\n {2}\[.*"a"\] with runs=3/,
    );
  });

  it('osquery asks for an order, Sigma and EQL say that they do not', () => {
    const ordered = rule('r', ['a', 'b'], { sequence: ['a', 'b'] });
    expect(exported('osquery', [a, b], ordered).losses).toEqual([]);
    for (const target of ['sigma', 'eql'] as const)
      expect(exported(target, [a, b], ordered).losses).toContainEqual(
        expect.objectContaining({
          effect: 'broader',
          text: expect.stringContaining('the order of a, b') as string,
        }),
      );
  });

  it('only osquery lets a signal follow another, because it alone looks at one boot', () => {
    const follows = { ...b, after: { signal: 'a', within: '90s' } };
    expect(exported('osquery', [a, follows], rule('r', ['b'])).losses).toEqual([]);
    for (const target of ['sigma', 'eql', 'santa'] as const)
      expect(exported(target, [a, follows], rule('r', ['b'])).refused).toMatch(/boot|before/);
  });

  it('EQL lets nothing forbid a first boot, because the boot before is not told apart', () => {
    const first = rule('r', ['a'], { unless: ['b'], phase: 'first-boot' });
    expect(exported('eql', [a, b], first).losses).toContainEqual(
      expect.objectContaining({ effect: 'broader', signal: 'b' }),
    );
    expect(exported('eql', [a, b], first).text).not.toContain('![');
  });

  it('EQL refuses a rule that takes more queries than anybody would run', () => {
    const many = Array.from({ length: 24 }, (_, index) => signal(`s${index}`));
    const { refused } = exported(
      'eql',
      many,
      rule(
        'r',
        many.map(({ id }) => id),
        { quorum: 5 },
      ),
    );
    expect(refused).toMatch(/EQL cannot count programs: it would take \d+ queries/);
  });
});
