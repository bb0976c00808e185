/** Which options of which programs take a secret, an account, a process id or a script: their values never become part of a fact. */

const SECRET_WORD =
  /(?:^|[-_])(?:pass|pwd|pin|otp|secret|token|bearer|cookie|auth|authorization|credentials?|api-?key|access-?key|private-?key|recovery-?key)$|pass(?:word|wd|phrase|code)$|(?:secret|token|apikey)$/i;
/** Ask for a secret on standard input and take none. */
const NO_VALUE =
  /^(?:stdinpass|askpass|no-?password|no-?auth|no-?pass(?:phrase)?|new-?token|show-?token|secureToken(?:On|Off|Status))$/i;

/** Program → options with a secret value that are called otherwise. */
const SECRET_OPTIONS: Readonly<Record<string, RegExp>> = {
  security: /^-[pPw]$/,
  sshpass: /^-p$/,
  curl: /^(?:-[uHdbF]|--(?:user|proxy-user|header|data(?:-raw|-binary|-urlencode)?|cookie|form))$/,
  wget: /^--(?:header|post-data)$/,
  zip: /^(?:-P)$/,
  unzip: /^-P$/,
  openssl: /^-(?:k|K|pass(?:in|out)?)$/,
  ldapsearch: /^-w$/,
  dscl: /^-(?:passwd|P)$/,
  fdesetup: /^-(?:key)$/,
};
/** The secret is grown onto the option. */
const ATTACHED_SECRET: Readonly<Record<string, RegExp>> = {
  sshpass: /^-p(?=.)/,
  mysql: /^-p(?=.)/,
  mysqldump: /^-p(?=.)/,
  '7z': /^-p(?=.)/,
  '7zz': /^-p(?=.)/,
};

const ACCOUNT_OPTION =
  /^--?(?:user|username|user-name|login|account|owner|(?:add|delete|admin)-?user|fullname|adminuser)$/i;
/** Programs whose -u or -U names an account. */
const SHORT_ACCOUNT = new Set([
  'sudo',
  'ps',
  'pkill',
  'pgrep',
  'killall',
  'lsof',
  'launchctl',
  'su',
  'createhomedir',
  'dscl',
  'dseditgroup',
]);
/** Programs whose first plain argument names an account. */
export const ACCOUNT_FIRST: ReadonlySet<string> = new Set([
  'login',
  'su',
  'id',
  'groups',
  'finger',
  'passwd',
  'chown',
  'chfn',
  'dscacheutil',
]);
/** Programs whose plain numbers are process ids. */
export const PID_PROGRAMS: ReadonlySet<string> = new Set([
  'kill',
  'sample',
  'spindump',
  'leaks',
  'heap',
  'vmmap',
  'footprint',
  'renice',
  'taskpolicy',
]);

/** Programs that take `account@host`. */
export const REMOTE_PROGRAMS: ReadonlySet<string> = new Set([
  'ssh',
  'scp',
  'sftp',
  'rsync',
  'mosh',
  'ssh-copy-id',
]);

const SHELLS = /^-?(?:sh|bash|zsh|dash|ksh|csh|tcsh|fish|su)$/;
const PYTHONS = /^[Pp]ython[\d.]*$/;
const EVALUATORS = /^(?:perl[\d.]*|ruby|node|lua|osascript|php|swift|deno|bun)$/;

export function isSecretOption(program: string, option: string): boolean {
  const name = option.replace(/^-+/, '');
  if (NO_VALUE.test(name)) return false;
  return SECRET_WORD.test(name) || (SECRET_OPTIONS[program]?.test(option) ?? false);
}

/** The part before a secret that is grown onto its option, or undefined. */
export function attachedSecret(program: string, argument: string): string | undefined {
  return ATTACHED_SECRET[program]?.exec(argument)?.[0];
}

export function isAccountOption(program: string, option: string): boolean {
  return ACCOUNT_OPTION.test(option) || (/^-[uU]$/.test(option) && SHORT_ACCOUNT.has(program));
}

/** Options whose value is a number that somebody was given: of a process, a descriptor, a port. */
export function isNumberOption(option: string): boolean {
  return /^--?(?:[a-z]+-)*(?:pid|ppid|uid|gid|id|fd|port|handle|client)$|^--?[a-z-]*pid[a-z-]*$/i.test(
    option,
  );
}

/** Whether the value of the option is a script, for the interpreters named so far in the vector. */
export function isScriptOption(interpreters: readonly string[], option: string): boolean {
  return interpreters.some((name) => {
    if (SHELLS.test(name)) return /^-[a-z]*c$/.test(option);
    if (PYTHONS.test(name)) return /^-[A-Za-z]*c$/.test(option);
    return EVALUATORS.test(name) && /^(?:-[a-zA-Z]*[eErp]|--(?:eval|print|execute|run))$/.test(option);
  });
}

export function isInterpreter(name: string): boolean {
  return SHELLS.test(name) || PYTHONS.test(name) || EVALUATORS.test(name);
}
