/** Text that is no path by itself: names of services, one argument, what an event is about. Paths within it are treated as paths. */
import { normalizeComponent } from './component.ts';
import { normalizePathTemplate } from './path.ts';
import { RecentMap } from './recent-map.ts';
import { installerName } from './rules/installer-name.ts';
import { escapeBraces } from './template.ts';

/** A URL up to a blank or a quote. */
const URLS = /([a-z][a-z0-9+.-]*:\/\/[^\s"'`<>]+)/gi;
const URL_PARTS = /^([a-z][a-z0-9+.-]*:\/\/)(?:[^/@]*@)?([^?#]*)([?#].*)?$/is;
/** Words end at these; each is kept as it is. */
const WORD = /[^\s,;=|"'`()<>[\]]+/g;
const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/gu;
/** Values that are secret whatever they are called: JSON web tokens, and tokens that say who made them. */
const SECRET_SHAPES =
  /\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?|\b(?:gh[opsur]_|github_pat_|glpat-|xox[abprs]-|sk-|AKIA|ASIA)[\w-]{12,}/g;
/** Nothing readable is longer; what is, is data. */
const LONGEST_TEXT = 256;

/** Most arguments are a few words that come again and again. */
const known = new RecentMap<string>(2048);

export function normalizeText(raw: string): string {
  if (raw.length > LONGEST_TEXT) return '{text}';
  let template = known.get(raw);
  if (template === undefined) known.set(raw, (template = byParts(raw)));
  return template;
}

function byParts(raw: string): string {
  if (/[\n\r]/.test(raw)) return '{text}';
  return escapeBraces(raw)
    .split(URLS)
    .map((part, index) => (index % 2 === 1 ? normalizeUrl(part) : normalizePlain(part)))
    .join('');
}

function normalizePlain(text: string): string {
  const shaped = text.replace(SECRET_SHAPES, '{secret}');
  // The pattern for it is the most expensive of all.
  const named = installerName.apply(shaped.includes('@') ? shaped.replace(EMAIL, '{email}') : shaped);
  return named.replace(WORD, normalizeWord);
}

function normalizeWord(word: string): string {
  if (word.startsWith('/'))
    return word
      .split(/(?<=.):(?=\/)/)
      .map(normalizePathTemplate)
      .join(':');
  if (word.startsWith('~')) return normalizePathTemplate(word.replace(/^~[^/{]+/, '~{user}'));
  const attached = /^([^/:@]*[:@])(\/.*)$/.exec(word);
  if (attached !== null) return `${attached[1] ?? ''}${normalizePathTemplate(attached[2] ?? '')}`;
  return normalizeParts(word);
}

/** Relative paths, hosts with ports. */
function normalizeParts(word: string): string {
  return word.replace(/[^/:]+/g, normalizeComponent);
}

/** Who logs in, and what is asked for, stays out. */
function normalizeUrl(url: string): string {
  const [, scheme = '', rest = '', query] = URL_PARTS.exec(url) ?? [];
  const end = query === undefined ? '' : `${query.charAt(0)}{query}`;
  return (
    scheme + (scheme.toLowerCase() === 'file://' ? normalizePathTemplate(rest) : normalizeParts(rest)) + end
  );
}
