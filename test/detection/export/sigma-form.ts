/** The form that Sigma's specification 2.1 asks of its documents, in words of our own: what a converter would stumble over. */
import { asserted } from './asserted.ts';

type Content = Readonly<Record<string, unknown>>;

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const STATUS = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'];
const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'];
const CORRELATIONS = ['event_count', 'temporal'];
const RULE_KEYS = [
  'title',
  'id',
  'name',
  'status',
  'description',
  'logsource',
  'detection',
  'falsepositives',
  'level',
];
const CORRELATION_KEYS = [
  'title',
  'id',
  'name',
  'status',
  'description',
  'correlation',
  'falsepositives',
  'level',
];

/** One sentence a problem. */
export function formProblems(contents: readonly Content[]): readonly string[] {
  const names = contents.map(({ name }) => name);
  const ids = contents.map(({ id }) => id);
  return [
    ...(new Set(names).size < names.length ? ['two documents of one name'] : []),
    ...(new Set(ids).size < ids.length ? ['two documents of one id'] : []),
    ...contents.flatMap((content) =>
      [...commonProblems(content), ...ownProblems(content, names)].map(
        (problem) => `${String(content['name'])}: ${problem}`,
      ),
    ),
  ];
}

function commonProblems(content: Content): readonly string[] {
  const { title, id, name, status, level, description, falsepositives } = content;
  const keys = 'correlation' in content ? CORRELATION_KEYS : RULE_KEYS;
  return asserted({
    title: typeof title === 'string' && title !== '' && title.length <= 256,
    id: typeof id === 'string' && UUID.test(id),
    name: typeof name === 'string' && /^[a-z][a-z0-9_]{1,255}$/.test(name),
    status: status === undefined || STATUS.some((known) => known === status),
    level: level === undefined || LEVELS.some((known) => known === level),
    description: description === undefined || typeof description === 'string',
    falsepositives: falsepositives === undefined || texts(falsepositives).every((text) => text.length > 1),
    keys: Object.keys(content).every((key) => keys.includes(key)),
  });
}

function ownProblems(content: Content, names: readonly unknown[]): readonly string[] {
  if ('correlation' in content) {
    const { type, rules, timespan, condition, ...rest } = mapOf(content['correlation']);
    const bound = condition === undefined ? [] : Object.entries(mapOf(condition));
    return asserted({
      type: CORRELATIONS.includes(String(type)),
      rules: texts(rules).length > 0 && texts(rules).every((name) => names.includes(name)),
      timespan: /^[1-9][0-9]*[smhd]$/.test(String(timespan)),
      'group-by': texts(rest['group-by']).length > 0,
      condition:
        condition === undefined
          ? type !== 'event_count'
          : bound.length === 1 &&
            bound.every(([operator, count]) => operator === 'gte' && Number.isInteger(count)),
    });
  }
  const { condition, ...selections } = mapOf(content['detection']);
  const source = mapOf(content['logsource']);
  const used = String(condition).match(/selection_\d+/g) ?? [];
  return asserted({
    product: source['product'] === 'macos',
    category: ['process_creation', 'file_event'].includes(String(source['category'])),
    condition: /^(?:[()]|selection_\d+|and|or|not|\s)+$/.test(String(condition)),
    selections: Object.keys(selections).toSorted().join() === [...new Set(used)].toSorted().join(),
    modifiers: Object.values(selections)
      .flatMap((selection) => Object.keys(mapOf(selection)))
      .every((key) => /^[A-Za-z._]+(?:\|(?:contains|startswith|endswith|re))?$/.test(key)),
  });
}

function mapOf(value: unknown): Content {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
