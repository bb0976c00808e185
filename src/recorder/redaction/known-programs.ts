/** Programs whose options carry secrets, accounts or scripts in a way the option's name does not tell. */

interface SecretOptions {
  /** Options whose next argument is a secret. */
  readonly options: ReadonlySet<string>;
  /** Options with the secret glued on: `-phunter2`. */
  readonly glued: readonly string[];
}

const secret = (options: string, ...glued: string[]): SecretOptions => ({
  options: new Set(options.split(' ').filter((option) => option !== '')),
  glued,
});

/** A program in this table answers for its own short options: the `-p` of ssh is a port. */
const SECRET_OPTIONS: ReadonlyMap<string, SecretOptions> = new Map([
  ['security', secret('-p -P -k -w -z')],
  ['sshpass', secret('-p', '-p')],
  ['bputil', secret('-p')],
  ['sysadminctl', secret('-password -adminPassword -newPassword -oldPassword')],
  ['dscl', secret('-P')],
  ['dsimport', secret('-P')],
  ['dseditgroup', secret('-P')],
  ['fdesetup', secret('')],
  ['diskutil', secret('-passphrase -oldPassphrase -newPassphrase')],
  ['hdiutil', secret('-passphrase')],
  ['firmwarepasswd', secret('')],
  ['openssl', secret('-k -K -iv -passin -passout -pass -hmac')],
  ['zip', secret('-P --password')],
  ['unzip', secret('-P')],
  ['7z', secret('', '-p')],
  ['7zz', secret('', '-p')],
  ['mysql', secret('', '-p')],
  ['mysqldump', secret('', '-p')],
  ['mysqladmin', secret('', '-p')],
  ['curl', secret('-u --user --proxy-user -U -b --cookie --oauth2-bearer')],
  ['htpasswd', secret('')],
  ['docker', secret('-p')],
  ['smbutil', secret('')],
  ['sudo', secret('')],
  ['ssh', secret('')],
  ['scp', secret('')],
  ['ps', secret('')],
  ['mkdir', secret('')],
  ['cp', secret('')],
  ['softwareupdate', secret('')],
  ['startosinstall', secret('')],
  ['kinit', secret('')],
  ['expect', secret('')],
]);

export function secretOptionsOf(program: string): SecretOptions | undefined {
  return SECRET_OPTIONS.get(program);
}

/** They run the program named by their first operand. */
const WRAPPERS = new Set([
  'sudo',
  'env',
  'nohup',
  'nice',
  'time',
  'caffeinate',
  'xargs',
  'arch',
  'exec',
  'stdbuf',
  'timeout',
]);

export function isWrapper(program: string): boolean {
  return WRAPPERS.has(program);
}

const NO_OPTIONS: ReadonlySet<string> = new Set();
const EVERYWHERE: ReadonlySet<string> = new Set([
  '--user',
  '--username',
  '--user-name',
  '-user',
  '-username',
  '--account',
  '-addUser',
  '-deleteUser',
  '-fullName',
  '-adminUser',
  '-resetPasswordFor',
  '-usertoadd',
]);
const ACCOUNT_OPTIONS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['sudo', new Set([...EVERYWHERE, '-u', '-U'])],
  ['bputil', new Set([...EVERYWHERE, '-u'])],
  ['ssh', new Set([...EVERYWHERE, '-l'])],
  ['dscl', new Set([...EVERYWHERE, '-u'])],
  ['dseditgroup', new Set([...EVERYWHERE, '-u', '-a', '-d', '-m'])],
  ['docker', new Set([...EVERYWHERE, '-u'])],
  ['mysql', new Set([...EVERYWHERE, '-u'])],
  // `--user name:password`: a secret as a whole.
  ['curl', NO_OPTIONS],
]);

export function accountOptionsOf(program: string): ReadonlySet<string> {
  return ACCOUNT_OPTIONS.get(program) ?? EVERYWHERE;
}

type Interpreter = 'shell' | 'other';
const SHELLS = /^-?(?:sh|bash|zsh|dash|ksh|tcsh|csh|fish|su)$/;
const LANGUAGES =
  /^(?:python[\d.]*|perl[\d.]*|ruby[\d.]*|node|php|osascript|expect|lua|Rscript|pwsh|tclsh|deno|bun)$/;

export function interpreterOf(program: string): Interpreter | undefined {
  if (SHELLS.test(program)) return 'shell';
  return LANGUAGES.test(program) ? 'other' : undefined;
}

/** `-c`, `-lc`, `-ec` of a shell; `-e`, `-c`, `-r`, `--eval` of the others. */
export function isInlineOption(interpreter: Interpreter, option: string): boolean {
  if (interpreter === 'shell') return /^-[A-Za-z]*c[A-Za-z]*$/.test(option) || option === '--command';
  return /^-(?:[A-Za-z]{0,4}[ecE]|r|p|-eval|-print|-command|Command)$/.test(option);
}

/** Positions of secrets that have no option of their own, given where the program's name stands. */
export function positionalSecrets(program: string, args: readonly string[], at: number): readonly number[] {
  const all = (from: number) =>
    from > at ? args.map((_, position) => position).filter((position) => position >= from) : [];
  switch (program) {
    // dscl . -passwd /Users/anna [old] new
    case 'dscl': {
      const verb = args.findIndex((argument, position) => position > at && /^-?passwd$/.test(argument));
      return verb === -1 ? [] : all(verb + 2);
    }
    // networksetup -setairportnetwork en0 NAME PASSWORD
    case 'networksetup': {
      const verb = args.findIndex((argument) =>
        /^-(?:setairportnetwork|addpreferredwirelessnetworkatindex)$/i.test(argument),
      );
      return verb === -1 ? [] : all(verb + 2);
    }
    // launchctl setenv NAME VALUE
    case 'launchctl':
      return args[at + 1] === 'setenv' ? all(at + 3) : [];
    // htpasswd -b FILE USER PASSWORD
    case 'htpasswd':
      return args[at + 1]?.startsWith('-') === true && args[at + 1]?.includes('b') === true
        ? all(at + 3)
        : [];
    default:
      return [];
  }
}
