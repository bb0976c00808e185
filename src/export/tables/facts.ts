/** What traces and profiles say, run by run: the input of a baseline. */
import { canonicalText } from '../../baseline/canonical-text.ts';
import { PROGRAM_ATTRIBUTES, type Fact, type FactSet, type RunInfo } from '../../model/facts.ts';
import { tableOf, type Row, type Table } from './table.ts';

interface FactSource {
  readonly run: RunInfo;
  /** Position of the run in the vectors. */
  readonly index: number;
  readonly fact: Fact;
}

const part =
  (at: number) =>
  ({ fact }: { readonly fact: Fact }): string | undefined =>
    fact.key[at];

const FACTS = tableOf<FactSource>('facts', 'One row a fact of a run that shows it.', [
  ['trace', 'text', 'Trace id of the run.', ({ run }) => run.trace],
  ['role', 'text', 'upgrade or control.', ({ run }) => run.role],
  [
    'kind',
    'text',
    'program, launch, responsible, arguments, file, handoff, event or shape.',
    ({ fact }) => fact.kind,
  ],
  ['key', 'text', 'The whole key, a JSON array.', ({ fact }) => JSON.stringify(fact.key)],
  ['key_1', 'text', 'Its first part: a program, or the scope of a shape.', part(0)],
  ['key_2', 'text', 'launch: the child; file: the operation; handoff: who takes; event: its type.', part(1)],
  ['key_3', 'text', 'file, handoff: the path template; event: the object.', part(2)],
  ['key_4', 'text', 'shape: the JSON type.', part(3)],
  ['count', 'int', 'How often.', ({ fact, index }) => fact.counts[index]],
  [
    'first_ms',
    'int',
    'Offset of the first time from the first event.',
    ({ fact, index }) => Math.round(fact.firstMs[index] ?? -1),
  ],
  ['evidence_segment', 'int', 'Where it was first seen.', ({ fact }) => fact.evidence?.segment],
  ['evidence_global_seq', 'int', 'global_seq_num there.', ({ fact }) => fact.evidence?.globalSeq],
]);

interface AttributeSource {
  readonly run: RunInfo;
  readonly program: string;
  readonly name: string;
  readonly value: string;
  readonly count: number;
}

const FACT_ATTRIBUTES = tableOf<AttributeSource>(
  'fact_attributes',
  'What is known of the programs of a run: paths, flags, cdhashes, validation categories.',
  [
    ['trace', 'text', 'Trace id of the run.', ({ run }) => run.trace],
    ['program', 'text', 'Key of the program fact.', ({ program }) => program],
    ['attribute', 'text', 'path, flags, cdhash or category.', ({ name }) => name],
    ['value', 'text', '', ({ value }) => value],
    ['count', 'int', 'How often.', ({ count }) => count],
  ],
);

export const RUNS = tableOf<{ readonly run: RunInfo; readonly normalizer: string }>(
  'runs',
  'One row a recording, with what decides whether it can be compared.',
  [
    ['trace', 'text', 'Trace id.', ({ run }) => run.trace],
    ['role', 'text', 'upgrade or control.', ({ run }) => run.role],
    ['provenance', 'text', 'recorded, imported or synthetic.', ({ run }) => run.provenance],
    [
      'method',
      'text',
      'ota, full-installer, background-security-improvement, control or unknown.',
      ({ run }) => run.method,
    ],
    ['os_version', 'text', 'macOS before.', ({ run }) => run.os?.productVersion],
    ['os_build', 'text', '', ({ run }) => run.os?.buildVersion],
    ['target_version', 'text', 'macOS after.', ({ run }) => run.target?.productVersion],
    ['target_build', 'text', '', ({ run }) => run.target?.buildVersion],
    ['arch', 'text', '', ({ run }) => run.arch],
    ['model', 'text', '', ({ run }) => run.model],
    ['virtual_machine', 'boolean', '', ({ run }) => run.virtualMachine],
    ['events', 'int', '', ({ run }) => run.events],
    ['lost', 'int', 'By the global counter.', ({ run }) => run.lost],
    ['bad_lines', 'int', '', ({ run }) => run.badLines],
    ['oversize_lines', 'int', '', ({ run }) => run.oversizeLines],
    ['cut', 'boolean', 'It broke off.', ({ run }) => run.cut],
    ['subscribed', 'texts', 'Event types it was to record, where known.', ({ run }) => run.subscribed],
    [
      'normalizer',
      'text',
      'Version of the rules that made the keys: only equal ones can be merged.',
      ({ normalizer }) => normalizer,
    ],
    ['sha256', 'text', "Digest of the trace's events.", ({ run }) => run.sha256],
    ['run', 'text', 'Everything that a baseline holds of the run, as JSON.', ({ run }) => canonicalText(run)],
  ],
);

const COLLAPSED = tableOf<{ readonly trace: string; readonly mark: string }>(
  'collapsed',
  'Directories and sets that grew too large and became holes. Runs whose rows differ were not brought to one state.',
  [
    ['trace', 'text', 'Trace id.', ({ trace }) => trace],
    ['mark', 'text', 'As `collapsed` of a profile has it.', ({ mark }) => mark],
  ],
);

/** Rows of every run in the set. */
function* factRows({ runs, facts }: FactSet): Generator<Row, void> {
  for (const fact of facts)
    for (const [index, run] of runs.entries())
      if ((fact.counts[index] ?? 0) > 0) yield FACTS.row({ run, index, fact });
}

function* attributeRows({ runs, facts }: FactSet): Generator<Row, void> {
  for (const { kind, key, attributes } of facts) {
    if (kind !== 'program') continue;
    for (const name of PROGRAM_ATTRIBUTES)
      for (const [value, counts] of Object.entries(attributes?.[name] ?? {}))
        for (const [index, run] of runs.entries())
          if ((counts[index] ?? 0) > 0)
            yield FACT_ATTRIBUTES.row({ run, program: key[0] ?? '', name, value, count: counts[index] ?? 0 });
  }
}

function* runRows({ runs, normalizer }: FactSet): Generator<Row, void> {
  for (const run of runs) yield RUNS.row({ run, normalizer });
}

function* collapsedRows({ runs, collapsed }: FactSet): Generator<Row, void> {
  for (const { trace } of runs) for (const mark of collapsed) yield COLLAPSED.row({ trace, mark });
}

/** The tables of a profile, and how each is filled. */
export const FACT_TABLES: readonly {
  readonly table: Table;
  readonly rows: (set: FactSet) => Iterable<Row>;
}[] = [
  { table: RUNS, rows: runRows },
  { table: FACTS, rows: factRows },
  { table: FACT_ATTRIBUTES, rows: attributeRows },
  { table: COLLAPSED, rows: collapsedRows },
];
