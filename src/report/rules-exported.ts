/** What was exported, what was not, and every difference: for standard error, beside the files. */
import { lossesByText, type ExportedRule, type RulesExported } from '../model/rules-export.ts';
import { escapeText } from './escape.ts';
import { count } from './recording-notes.ts';

/** One line each; the caller escapes them. What several signals have in common is told once, whichever rules they are of. */
export function exportNotes({ target, rules, general }: RulesExported): readonly string[] {
  const refused = rules.filter((rule) => rule.refused !== null);
  const exported = rules.filter((rule) => rule.refused === null);
  const ofSignals = exported.flatMap(({ losses }) => losses.filter(({ signal }) => signal !== null));
  return [
    ...general.map(({ effect, text }) => `${effect}: ${text}`),
    ...lossesByText(ofSignals).map(
      ({ effect, text, signals }) => `${effect}: ${signals.join(', ')}: ${text}`,
    ),
    ...wholeRules(exported).map(({ effect, text, ids }) => `${effect}: ${ids.join(', ')}: ${text}`),
    ...refused.map(({ id, refused: why }) => `NOT EXPORTED: ${id}: ${why ?? ''}`),
    `${target}: ${count(exported.length, 'rule')} exported, ${refused.length} not`,
  ];
}

/** `--out`: what was written. */
export function renderRulesExported({ files }: RulesExported): string {
  return files.map(({ path, name }) => `${escapeText(path ?? name)} written`).join('\n');
}

function wholeRules(rules: readonly ExportedRule[]) {
  const all = rules.flatMap(({ id, losses }) =>
    losses.filter(({ signal }) => signal === null).map(({ effect, text }) => ({ id, effect, text })),
  );
  return [...Map.groupBy(all, ({ effect, text }) => `${effect} ${text}`).values()].flatMap((theirs) => {
    const [first] = theirs;
    return first === undefined ? [] : [{ ...first, ids: [...new Set(theirs.map(({ id }) => id))] }];
  });
}
