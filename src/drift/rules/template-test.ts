/** Whether templates can hold what a signal asks of a field. */
import { globMatcher } from '../../model/glob.ts';
import type { FieldTest } from '../../model/rules.ts';
import { covers, escapeBraces, parseTemplate } from '../../normalize/template.ts';

const OPAQUE = '\u{FFFC}';
const LEAST_LITERAL = 0.5;

/** The test of one field, made ready for many facts. It is given the templates of the field's values. */
export function templateTest(test: FieldTest): (templates: readonly string[]) => boolean {
  const { not, absent, bits } = test;
  const holds = valueTest(test);
  const isRefused = not === undefined ? undefined : valueTest(not);
  return (templates) => {
    if (isRefused !== undefined && templates.length > 0 && templates.every((each) => isRefused(each)))
      return false;
    if (absent !== undefined) return absent === (templates.length === 0);
    // Flags are kept as names, not as the number a signal asks for.
    return bits !== undefined || templates.some((each) => holds(each));
  };
}

function valueTest({
  equals,
  in: among,
  prefix,
  contains,
  glob,
}: Omit<FieldTest, 'not'>): (template: string) => boolean {
  const isLike = glob === undefined ? undefined : globMatcher(glob);
  return (template) =>
    (equals === undefined || canBe(template, equals)) &&
    (among === undefined || among.some((value) => canBe(template, value))) &&
    (prefix === undefined || textOf(template).startsWith(prefix)) &&
    (contains === undefined || textOf(template).includes(contains)) &&
    (isLike === undefined || isLike(textOf(template)));
}

/** A template that is hardly more than a hole covers anything, and names nothing. */
function canBe(template: string, value: string): boolean {
  if (!template.includes('{')) return template === escapeBraces(value);
  return (
    readTemplate(template).literals >= value.length * LEAST_LITERAL && covers(template, escapeBraces(value))
  );
}

function textOf(template: string): string {
  return template.includes('{') || template.includes('}') ? readTemplate(template).text : template;
}

/** A template with one character for each hole, and how many of its characters are its own. */
interface ReadTemplate {
  readonly text: string;
  readonly literals: number;
}

/** Many signals look at the same fact, and many facts have the same path. */
const readTemplates = new Map<string, ReadTemplate>();
const MOST_READ = 16_384;

function readTemplate(template: string): ReadTemplate {
  let read = readTemplates.get(template);
  if (read === undefined) {
    const literals = parseTemplate(template).map((token) => ('literal' in token ? token.literal : undefined));
    read = {
      text: literals.map((literal) => literal ?? OPAQUE).join(''),
      literals: literals.reduce((sum, literal) => sum + (literal?.length ?? 0), 0),
    };
    if (readTemplates.size >= MOST_READ) readTemplates.clear();
    readTemplates.set(template, read);
  }
  return read;
}
