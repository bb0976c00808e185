/**
 * What is left of an inline script: `echo 'hunter2' | sudo -S softwareupdate -i -a --user anna` becomes
 * `[script: echo * | sudo -S softwareupdate -i -a --user *]`.
 *
 * A script is text of a person: it holds passwords, names, whole documents. What a diff needs is which commands it runs with which
 * options. So a word stays only if it is an option's name, or, where a command is expected, a command known to be one (or a path of the
 * system's own folders). Everything else is `*`. Needs no key and has the same result in every recording.
 * A script in another language than a shell's keeps nothing: `[script]`.
 */
const COMMANDS = new Set(
  (
    'softwareupdate startosinstall createinstallmedia shutdown reboot halt bless nvram csrutil bputil fdesetup diskutil hdiutil ' +
    'profiles mdmclient jamf munki managedsoftwareupdate installer pkgutil launchctl defaults plutil security codesign spctl sysadminctl ' +
    'dscl systemsetup networksetup pmset caffeinate tmutil kmutil kextload kextunload sw_vers sysctl system_profiler ioreg eslogger log ' +
    'mount umount mount_apfs rsync ditto cp mv rm ln mkdir rmdir touch chmod chown chflags xattr tar unzip zip curl ssh scp ' +
    'cat echo printf sed awk grep egrep fgrep cut sort uniq head tail tee tr wc xargs find test true false sleep wait kill killall pkill ' +
    'ps date basename dirname which command exec eval export read set unset cd pwd exit return trap source nohup env sudo su sh bash zsh ' +
    'dash ksh python python3 perl ruby osascript open say who whoami id expect time nice stat ls file shasum md5 base64 openssl'
  ).split(' '),
);
/** After these the next word is a command again. */
const WRAPPERS = new Set([
  'sudo',
  'exec',
  'command',
  'nohup',
  'env',
  'time',
  'nice',
  'xargs',
  'caffeinate',
  'eval',
]);
const KEYWORDS = new Set([
  'if',
  'then',
  'else',
  'elif',
  'fi',
  'for',
  'do',
  'done',
  'while',
  'until',
  'case',
  'esac',
  'in',
  '!',
  '{',
  '}',
]);
const KEYWORDS_BEFORE_COMMAND = new Set(['if', 'then', 'else', 'elif', 'do', 'while', 'until', '!', '{']);
const SYSTEM_PATH = /^\/(?:bin|sbin|usr\/(?:bin|sbin|libexec))\/[A-Za-z0-9._+-]{1,64}$/;
const OPTION = /^-{1,2}[A-Za-z][A-Za-z-]{0,31}$/;
const OPERATOR = /^(?:\|\|?|&&?|;;?|[<>]{1,2}&?|\(|\))$/;
// A newline ends a command. Quotes and substitutions are taken whole, an unclosed one to the end.
const WORD =
  /[^\S\n]*(?:(\|\||&&|;;|[|&;()\n]|\d*(?:>>|<<<?|>|<)&?-?\d*)|((?:"[^"\\]*(?:\\[^][^"\\]*)*(?:"|$)|'[^']*(?:'|$)|\\[^]|\\$|[^\s|&;()<>"'\\])+))/y;
const MOST_WORDS = 60;
const HIDDEN = '*';

/** Says what is run, and nothing about a person. */
export function isKnownCommand(word: string): boolean {
  return COMMANDS.has(word);
}

const SCRIPT = '[script]';
const TEMPLATE = /^\[script: ([^]*)\]$/;

export function templateOfScript(script: string, isShell: boolean): string {
  if (script === SCRIPT || !isShell) return SCRIPT;
  // Made by this function before: read back, so that doing it twice changes nothing and nobody can pass text off as a template.
  const words = skeleton(TEMPLATE.exec(script)?.[1] ?? script);
  return words === '' ? SCRIPT : `[script: ${words}]`;
}

function skeleton(script: string): string {
  const kept: string[] = [];
  let expectsCommand = true;
  const push = (word: string) => {
    if (word !== HIDDEN || kept.at(-1) !== HIDDEN) kept.push(word);
  };
  WORD.lastIndex = 0;
  for (let match = WORD.exec(script); match !== null && kept.length < MOST_WORDS; match = WORD.exec(script)) {
    const [, operator, word = ''] = match;
    if (operator === undefined) {
      const shown = show(word, expectsCommand);
      push(shown);
      expectsCommand &&= !endsCommandSearch(word, shown, kept);
    } else if (operator.includes('<<')) {
      // The text of a here-document is not commands.
      push('<');
      push(HIDDEN);
      return kept.join(' ');
    } else {
      const plain = operator === '\n' ? ';' : operator.replace(/[\d-]/g, '');
      if (plain !== ';' || (kept.length > 0 && kept.at(-1) !== ';')) push(plain);
      expectsCommand = !/[<>]/.test(plain);
    }
  }
  if (kept.length >= MOST_WORDS) push(HIDDEN);
  return kept.join(' ');
}

function show(word: string, expectsCommand: boolean): string {
  if (OPTION.test(word)) return word;
  if (!expectsCommand) return HIDDEN;
  return COMMANDS.has(word) || KEYWORDS.has(word) || SYSTEM_PATH.test(word) ? word : HIDDEN;
}

/** Whether the words that follow are operands. `sudo -u anna softwareupdate`: not before `softwareupdate`. */
function endsCommandSearch(word: string, shown: string, kept: readonly string[]): boolean {
  if (shown === HIDDEN) {
    if (word === HIDDEN || /^[A-Za-z_][A-Za-z0-9_]*=/.test(word)) return false;
    return !isWrapped(kept);
  }
  return !WRAPPERS.has(nameOf(shown)) && !KEYWORDS_BEFORE_COMMAND.has(shown) && !OPTION.test(shown);
}

function isWrapped(kept: readonly string[]): boolean {
  const start = kept.findLastIndex((word) => OPERATOR.test(word));
  return kept.slice(start + 1).some((word) => WRAPPERS.has(nameOf(word)));
}

function nameOf(command: string): string {
  return command.slice(command.lastIndexOf('/') + 1);
}
