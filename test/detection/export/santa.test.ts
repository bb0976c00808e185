/** A Santa configuration blocks nothing and has the form that Santa's documentation gives. */
import { parse } from 'plist';
import { describe, expect, it } from 'vitest';
import { BUILT_IN_RULES } from '../../../src/detection/builtin/rule-set.ts';
import { exportRules } from '../../../src/detection/export/export-rules.ts';
import type { RuleSet } from '../../../src/model/rules.ts';
import { rule, ruleSet, signal } from '../rule-sets.ts';
import { asserted } from './asserted.ts';

function exported(set: RuleSet) {
  const result = exportRules('santa', { set, rules: set.rules, isStrict: false, isSplit: false });
  return { ...result, configuration: parse(result.files[0]?.text ?? '<plist><dict/></plist>') };
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function problemsOf(configuration: unknown): readonly string[] {
  const { StaticRules, FileAccessPolicy, ...rest } = mapOf(configuration);
  const items = Object.entries(mapOf(mapOf(FileAccessPolicy)['WatchItems']));
  const paths = items.flatMap(([, item]) => listOf(mapOf(item)['Paths']).map((each) => mapOf(each)['Path']));
  return [
    ...Object.keys(rest).map((key) => `an unknown key ${key}`),
    ...listOf(StaticRules)
      .map(mapOf)
      .flatMap(({ identifier, rule_type, policy, comment, ...more }) =>
        asserted({
          identifier: /^(?:platform|[A-Z0-9]{10}):./.test(String(identifier)),
          type: rule_type === 'SIGNINGID',
          policy: policy === 'ALLOWLIST',
          comment: typeof comment === 'string',
          more: Object.keys(more).length === 0,
        }),
      ),
    ...items.flatMap(([name, item]) => {
      const { Options, Processes, Paths } = mapOf(item);
      const { RuleType, AuditOnly, AllowReadAccess } = mapOf(Options);
      const isLimited = listOf(Processes).length > 0;
      return asserted({
        name: /^[A-Za-z0-9._:-]{1,64}$/.test(name),
        audit: AuditOnly === true && AllowReadAccess === true,
        type: RuleType === (isLimited ? 'PathsWithDeniedProcesses' : 'PathsWithAllowedProcesses'),
        processes: listOf(Processes)
          .map(mapOf)
          .every(
            ({ SigningID, TeamID, PlatformBinary, BinaryPath }) =>
              BinaryPath !== undefined ||
              (SigningID !== undefined && (TeamID !== undefined || PlatformBinary === true)),
          ),
        paths: listOf(Paths)
          .map(mapOf)
          .every(({ Path }) => /^\/[^*?[\]]+$/.test(String(Path))),
        links: listOf(Paths)
          .map(mapOf)
          .every(({ Path }) => !/^\/(?:var|tmp|etc)\//.test(String(Path))),
      });
    }),
    ...(new Set(paths).size < paths.length ? ['two watches of one path'] : []),
  ];
}

describe('the built-in rules in Santa', () => {
  const { configuration, rules } = exported(BUILT_IN_RULES);

  it('block nothing, watch no path twice, and have the documented form', () => {
    expect(problemsOf(configuration)).toEqual([]);
    expect(listOf(mapOf(configuration)['StaticRules'])).toContainEqual(
      expect.objectContaining({
        identifier: 'platform:com.apple.MobileSoftwareUpdate.UpdateBrainService',
        policy: 'ALLOWLIST',
      }),
    );
  });

  it('are refused where Santa could never show the quorum, with the signals and reasons', () => {
    const refused = rules.find(({ id }) => id === 'ota-started')?.refused;
    expect(refused).toMatch(/^it asks for 3 programs, and only 2 of its programs can be told there: /);
    expect(refused).toContain('Santa does not look at file.source (brain-staged)');
  });
});

describe('a signal in Santa', () => {
  const refusalOf = (where: Parameters<typeof signal>[1]) =>
    exported(ruleSet([signal('a', where)], [rule('r', ['a'])])).rules[0]?.refused;

  it('takes a team id before the signing id, and else a platform binary', () => {
    const where = { 'exec.signing_id': { in: ['x', 'y'] }, 'exec.team_id': { equals: 'ABCDE12345' } };
    const { configuration } = exported(ruleSet([signal('a', { where })], [rule('r', ['a'])]));
    expect(problemsOf(configuration)).toEqual([]);
    expect(configuration).toMatchObject({
      StaticRules: [{ identifier: 'ABCDE12345:x' }, { identifier: 'ABCDE12345:y' }],
    });
  });

  it('is left out where Santa would have to leave out a condition of it', () => {
    expect(
      refusalOf({ where: { 'exec.signing_id': { equals: 'x' }, 'exec.args': { equals: 'go' } } }),
    ).toMatch(/Santa does not look at exec.args/);
    expect(refusalOf({ where: { 'exec.signing_id': { not: { equals: 'x' } } } })).toMatch(
      /needs a signing id/,
    );
    expect(
      refusalOf({ where: { 'exec.signing_id': { equals: 'x' }, 'exec.team_id': { not: { equals: 'T' } } } }),
    ).toMatch(/needs a signing id/);
    expect(refusalOf({ events: ['create'], where: { 'file.path': { glob: '*/x' } } })).toMatch(/new/);
  });

  it('logs a path that two signals share once, for both', () => {
    const events = ['create'];
    const set = ruleSet(
      [
        signal('a', {
          events,
          where: { 'file.path': { equals: '/x/y' }, 'actor.signing_id': { equals: 'p' } },
        }),
        signal('b', { events: ['unlink'], where: { 'file.path': { equals: '/x/y' } } }),
        signal('c', { events, where: { 'file.path': { prefix: '/var/z/' } } }),
      ],
      [rule('r', ['a', 'b', 'c'])],
    );
    const { configuration } = exported(set);
    expect(problemsOf(configuration)).toEqual([]);
    const items = mapOf(mapOf(mapOf(configuration)['FileAccessPolicy'])['WatchItems']);
    expect(Object.values(items)).toMatchObject([
      { Paths: [{ Path: '/x/y' }, { Path: '/System/Volumes/Data/x/y' }] },
      {
        Paths: [{ Path: '/private/var/z/', IsPrefix: true }, { Path: '/System/Volumes/Data/private/var/z/' }],
      },
    ]);
    expect(mapOf(Object.values(items)[0])['Processes']).toBeUndefined();
  });
});
