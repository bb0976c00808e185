/** The shipped recordings, boot by boot, and which built-in rules fire on them here. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUILT_IN_RULES } from '../../../src/detection/builtin/rule-set.ts';
import { Detector } from '../../../src/detection/engine.ts';
import { exportRules } from '../../../src/detection/export/export-rules.ts';
import type { EsEvent } from '../../../src/model/event.ts';
import type { ExportTarget } from '../../../src/model/rules-export.ts';
import type { RuleSet } from '../../../src/model/rules.ts';
import { passTrace } from '../../../src/operations/trace-pass.ts';

const folder = fileURLToPath(new URL('../../../traces/', import.meta.url));

/** One of each kind of recording, and all negative cases. */
export const RECORDINGS = readdirSync(folder).filter((name) =>
  /run-1\.jsonl\.zst$|\.negative\..*\.zst$/.test(name),
);

export type Boot = readonly EsEvent[];

export async function bootsOf(name: string): Promise<readonly Boot[]> {
  const boots = new Map<number, EsEvent[]>();
  await passTrace(join(folder, name), {
    observe: (event) => {
      const boot = boots.get(event.segment) ?? [];
      boots.set(event.segment, boot);
      boot.push(event);
    },
    observeProbe: () => undefined,
  });
  return [...boots.values()];
}

/** Ids of the rules that fire here, in the order of the set. */
export function firedHere(boots: readonly Boot[], set: RuleSet = BUILT_IN_RULES): readonly string[] {
  const detector = new Detector(set);
  for (const boot of boots) for (const event of boot) detector.observe(event);
  return detector.rules.filter(({ firings }) => firings > 0).map(({ rule }) => rule.id);
}

/** Rule id → the file that has it alone. */
export function exportedFiles(
  target: ExportTarget,
  set: RuleSet = BUILT_IN_RULES,
): ReadonlyMap<string, string> {
  const { files } = exportRules(target, { set, rules: set.rules, isStrict: false, isSplit: true });
  return new Map(files.map(({ name, text }) => [name.slice(0, name.indexOf('.')), text]));
}
