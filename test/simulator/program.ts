/** What an executable file is to Endpoint Security: path, signature, and the account that runs it. */

/** How sure the signing id is. `guess`: no public source shows it; taken over from file names, for synthetic traces only. */
export type Basis = 'verified' | 'reported' | 'guess' | 'invented';

export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

export type Authority =
  | { readonly kind: 'platform' }
  | { readonly kind: 'team'; readonly team: string }
  | { readonly kind: 'adhoc' };

/** Whose build decides the cdhash. `release:…` for software that has versions of its own. */
export type BuildOf = 'running-system' | 'target-system' | `release:${string}`;

export interface Program {
  readonly path: string;
  readonly signingId: string;
  readonly signingBasis: Basis;
  readonly authority: Authority;
  /** uint32, as es_process_t carries it. */
  readonly flags: number;
  readonly account: Account;
  readonly buildOf: BuildOf;
  /** launchd label, where the launch goes through launchd. */
  readonly label: string | undefined;
  /** Something unusual in the cdhash alone. */
  readonly hashSalt: string;
}

export const ROOT: Account = { name: 'root', uid: 0, gid: 0 };
export const SOFTWAREUPDATE: Account = { name: '_softwareupdate', uid: 200, gid: 200 };
export const NSURLSESSIOND: Account = { name: '_nsurlsessiond', uid: 242, gid: 242 };
export const SPOTLIGHT: Account = { name: '_spotlight', uid: 89, gid: 89 };
/** Stands for whoever is logged in on the Mac of the run. */
export const CONSOLE_USER: Account = { name: 'console-user', uid: -1, gid: 20 };

/** Bits as in XNU's cs_blobs.h. */
export const CS = {
  valid: 0x1,
  adhoc: 0x2,
  restrict: 0x800,
  requireLibraryValidation: 0x2000,
  runtime: 0x10000,
  linkerSigned: 0x20000,
  platformBinary: 0x400_0000,
} as const;

/** Values of real lines: launchd and daemons, command line tools, library validation, Developer ID, ad hoc. */
export const FLAGS = {
  daemon: 0x2601_5b11,
  tool: 0x2601_0801,
  validated: 0x2601_7b11,
  agent: 0x2601_7b01,
  developerId: 0x2201_0301,
  developerIdDaemon: 0x2201_0311,
  helper: 0x2201_3b01,
  adhoc: 0x2202_0203,
} as const;

export type ProgramFields = Partial<Omit<Program, 'path'>>;

/** A platform binary whose signing id nobody showed us: `com.apple.` and the file name. */
export function appleProgram(path: string, fields: ProgramFields = {}): Program {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return {
    path,
    signingId: name.startsWith('com.apple.') ? name : `com.apple.${name}`,
    signingBasis: 'guess',
    authority: { kind: 'platform' },
    flags: FLAGS.daemon,
    account: ROOT,
    buildOf: 'running-system',
    label: undefined,
    hashSalt: '',
    ...fields,
  };
}

export function vendorProgram(path: string, signingId: string, team: string, release: string): Program {
  return {
    path,
    signingId,
    signingBasis: 'invented',
    authority: { kind: 'team', team },
    flags: FLAGS.developerId,
    account: CONSOLE_USER,
    buildOf: `release:${release}`,
    label: undefined,
    hashSalt: '',
  };
}

export function adhocProgram(path: string, signingId: string, release: string): Program {
  return {
    path,
    signingId,
    signingBasis: 'invented',
    authority: { kind: 'adhoc' },
    flags: FLAGS.adhoc,
    account: CONSOLE_USER,
    buildOf: `release:${release}`,
    label: undefined,
    hashSalt: '',
  };
}
