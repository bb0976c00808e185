/**
 * Names that are secret wherever they stand: of users, of this computer, of its disks and its hardware. Some are told before the
 * recording (the recorder asks the Mac), some are learned from the events themselves: `/Users/anna` shows that `anna` is a user.
 *
 * A learned name is replaced only where it is a whole thing (a path component, a value, a word between marks), never inside a word,
 * and never on the sealed system volume, which is the same on every Mac. A name every Mac has (`root`, `admin`) or that is a usual
 * part of paths is not learned: it tells nothing about a person, and replacing it everywhere would ruin the trace. That also blunts the
 * attack of giving an account the name `Library`.
 */
import { matchesOf } from './matches.ts';
import { isPseudonym } from './pseudonym.ts';
import type { Finding, PseudonymKind, RedactionPolicy } from './kinds.ts';

export type NameKind = Extract<PseudonymKind, 'user' | 'host' | 'volume' | 'serial' | 'device'>;

export interface KnownName {
  readonly kind: NameKind;
  readonly text: string;
}

const NAME_LIMIT = 512;
const LONGEST_NAME = 128;

const COMMON = new Set(
  (
    'root daemon nobody wheel staff everyone admin administrator guest system local localhost user users shared ' +
    'library applications volumes network cores developer bin sbin usr etc var tmp private dev opt home preboot recovery update vm data ' +
    'contents macos resources frameworks versions current a b c caches preferences logs containers documents desktop downloads movies ' +
    'music pictures public sites launchdaemons launchagents extensions coreservices privateframeworks xpcservices assets assetsv2 ' +
    'application support db folders run spool lib libexec share local include src test tests build dist main default none null true ' +
    'false apple mac macintosh macbook imac softwareupdate softwareupdated launchd kernel install installer untitled backup'
  ).split(' '),
);
/** What an account name can look like; learned from events, so it may be anything. */
const ACCOUNT = /^[\p{L}\p{N}][\p{L}\p{N}\p{M}._@+ -]*$/u;

/** Names no Mac's owner chose: learned never, and left as they are where a user name is expected. */
export function isSystemName(name: string): boolean {
  return name === '' || name.startsWith('_') || COMMON.has(name.toLowerCase());
}

/** Names macOS and its installers give, which say nothing about a person. */
const SYSTEM_VOLUME =
  /^(?:Macintosh HD(?: - Data)?|Preboot|Recovery|Update|VM|Data|xART|Hardware|iSCPreboot|Shared ?Support|Install macOS .*|InstallESD|(?:OS X|macOS) Base System|Image Volume|com\.apple\.[\w.-]+|\.timemachine|\.\.?)$/;

export function isSystemVolume(name: string): boolean {
  return SYSTEM_VOLUME.test(name);
}

/** The sealed system volume holds nothing about a person. `/System/Volumes` is the door to what does. */
export function isSealedPath(path: string): boolean {
  if (path.startsWith('/System/')) return !path.startsWith('/System/Volumes/');
  return /^\/(?:bin|sbin|usr\/(?:bin|sbin|lib|libexec|share|standalone))\//.test(path);
}

// In a path a whole thing is a component, or one with the extension of a file that is called after an account (`anna.plist`); an app
// called like the account is not meant. In a text it stands between marks.
const COMPONENT_BEFORE = '(?<=^|/|%2[fF])';
const COMPONENT_AFTER =
  '(?=$|/|%2[fF]|\\.(?:plist|mobileconfig|keychain(?:-db)?|sparsebundle|sparseimage|dmg|log|txt|pdf|zip|vcf|jpe?g|png|heic|tiff?)(?:$|/))';
const MARK_BEFORE = '(?<=^|[/\\s@=:,;~"\'()\\[\\]<>|&\\\\]|%2[fF]|%40)';
const MARK_AFTER = '(?=$|[/\\s@=:,;"\'()\\[\\]<>|&\\\\]|%2[fF]|%40|\\.plist|\\.(?:$|\\s))';
const NO_LETTER_BEFORE = '(?<![\\p{L}\\p{N}])';
const NO_LETTER_AFTER = '(?![\\p{L}\\p{N}])';

export class LearnedNames {
  readonly #names = new Map<string, KnownName>();
  #matchers: { readonly path: RegExp; readonly text: RegExp } | undefined;
  #refused = 0;

  constructor(known: readonly KnownName[] = []) {
    for (const name of known) this.learn(name.kind, name.text);
  }

  /** Grows with every new name: what was decided before may be decided otherwise now. */
  get generation(): number {
    return this.#names.size;
  }

  /** Names past the limit, which are replaced only where their place shows what they are. */
  get refused(): number {
    return this.#refused;
  }

  /** Those learned since the generation was `generation`. */
  since(generation: number): readonly KnownName[] {
    return [...this.#names.values()].slice(generation);
  }

  list(): readonly KnownName[] {
    return [...this.#names.values()];
  }

  learn(kind: NameKind, name: string): void {
    const text = name.normalize('NFC').trim();
    if (text.length < 2 || text.length > LONGEST_NAME || isSystemName(text) || isPseudonym(text)) return;
    if (kind === 'user' && !ACCOUNT.test(text)) return;
    if (kind === 'volume' && isSystemVolume(text)) return;
    const folded = text.toLowerCase();
    if (this.#names.has(folded)) return;
    if (this.#names.size >= NAME_LIMIT) {
      this.#refused += 1;
      return;
    }
    this.#names.set(folded, { kind, text });
    this.#matchers = undefined;
  }

  /** The learned names in a text. */
  find(text: string, isPath: boolean, policy: RedactionPolicy): readonly Finding[] {
    if (this.#names.size === 0) return [];
    this.#matchers ??= {
      path: compile([...this.#names.values()], COMPONENT_BEFORE, COMPONENT_AFTER, policy),
      text: compile([...this.#names.values()], MARK_BEFORE, MARK_AFTER, policy),
    };
    return matchesOf(isPath ? this.#matchers.path : this.#matchers.text, text).map((match) => {
      const [spelling] = match;
      // The pattern folds case a little wider than the map (`ſ` and `s`): then it is a user's, spelled in a new way.
      const known = this.#names.get(spelling.normalize('NFC').toLowerCase());
      return {
        start: match.index,
        end: match.index + spelling.length,
        kind: known?.kind ?? 'user',
        identity: known?.text ?? spelling,
      };
    });
  }
}

function compile(
  names: readonly KnownName[],
  usualBefore: string,
  usualAfter: string,
  policy: RedactionPolicy,
): RegExp {
  const alternatives = (kinds: readonly NameKind[]) => {
    const spellings = names
      .filter(({ kind }) => kinds.includes(kind))
      .flatMap(({ text }) => [...new Set([text, text.normalize('NFD')])]);
    // Longer first, or `ann` would hide `anna` behind a mark both allow.
    spellings.sort((a, b) => b.length - a.length);
    return spellings.map((spelling) => spelling.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|') || '(?!)';
  };
  const [before, after] =
    policy === 'strict' ? [NO_LETTER_BEFORE, NO_LETTER_AFTER] : [usualBefore, usualAfter];
  return new RegExp(
    [
      `${before}(?:${alternatives(['user'])})${after}`,
      `${NO_LETTER_BEFORE}(?:${alternatives(['host', 'serial', 'device'])})${NO_LETTER_AFTER}`,
      // A disk may be called anything: only where nothing else stands beside it.
      `(?<=^|/)(?:${alternatives(['volume'])})(?=$|/)`,
    ].join('|'),
    'giu',
  );
}
