/**
 * The macOS versions the simulator plays, and what changes from one to the next.
 *
 * Everything here makes *synthetic* recordings. Builds are real ones. Each change says what its source shows (`evidence`) and whether
 * the release it comes with is sourced or was placed by us to give the samples a story (`placement`). Source keys are explained in
 * evidence.ts. traces/README.md shows this table; a test keeps it in step.
 */

export interface MacosVersion {
  readonly product: string;
  readonly build: string;
  /** Marketing name, as in `Install macOS Tahoe.app`. */
  readonly name: string;
  /** ES message version its eslogger writes. */
  readonly messageVersion: number;
  /** When Apple built the sealed system: the times of its files. */
  readonly sealedAt: string;
}

const version = (
  product: string,
  build: string,
  name: string,
  messageVersion: number,
  sealedAt: string,
): MacosVersion => ({ product, build, name, messageVersion, sealedAt });

/** Oldest first. */
export const VERSIONS = [
  version('15.6', '24G84', 'Sequoia', 9, '2025-07-09T06:27:14Z'),
  version('15.6.1', '24G90', 'Sequoia', 9, '2025-08-12T05:40:09Z'),
  version('26.1', '25B78', 'Tahoe', 10, '2025-10-22T04:11:52Z'),
  version('26.2', '25C56', 'Tahoe', 10, '2025-12-02T07:19:30Z'),
  version('26.3', '25D125', 'Tahoe', 10, '2026-02-04T06:02:41Z'),
  version('26.6.2', '25G83', 'Tahoe', 10, '2026-08-06T05:33:18Z'),
  version('27.0', '26A5388g', 'Golden Gate', 11, '2026-07-17T05:14:16Z'),
] as const satisfies readonly [MacosVersion, ...MacosVersion[]];

/** What a version does differently. A change sets one of them to true from its version on. */
export const TRAITS = [
  'commitLauncher',
  'deletedHelper',
  'securityImprovements',
  'stagingExecFolder',
  'extractionService',
  'brainRunsSqlite',
  'betaInstallerName',
] as const;
export type Trait = (typeof TRAITS)[number];
export type Traits = Readonly<Record<Trait, boolean>>;

export interface VersionChange {
  readonly since: string;
  readonly trait: Trait | 'messageVersion';
  /** Who acts: the running (source) system, the update brain (which comes with the target), or the new (target) system. */
  readonly actor: 'source' | 'brain' | 'target';
  readonly summary: string;
  readonly evidence: string;
  readonly placement: 'sourced' | 'placed by us';
}

export const CHANGES: readonly VersionChange[] = [
  {
    since: '26.1',
    trait: 'messageVersion',
    actor: 'source',
    summary: 'eslogger writes message version 10: cs_validation_category becomes the 17th key of a process',
    evidence: 'real lines of macOS 15 (v9) and 26 (v10)',
    placement: 'sourced',
  },
  {
    since: '26.1',
    trait: 'commitLauncher',
    actor: 'source',
    summary: 'SoftwareUpdateLauncher -RootInstallMode YES -SkipConfirm YES runs before the restart',
    evidence: 'MINI: seen on macOS 26 only; when it came is not known',
    placement: 'placed by us',
  },
  {
    since: '26.1',
    trait: 'deletedHelper',
    actor: 'source',
    summary: 'deleted_helper makes room before the prepare stage',
    evidence: 'ODK (path), ECL4 (26.2 to 26.3 log); earlier releases not shown',
    placement: 'placed by us',
  },
  {
    since: '26.1',
    trait: 'securityImprovements',
    actor: 'source',
    summary: 'Background Security Improvements are on: CryptegraftService runs now and then, upgrade or not',
    evidence: 'ECL: settings and default-on arrived in 26.1; that it runs on an idle Mac is a guess',
    placement: 'sourced',
  },
  {
    since: '26.2',
    trait: 'stagingExecFolder',
    actor: 'source',
    summary: 'the staged brain moves from staging/<name>.<dev>.<inode>.xpc to staging/exec/<dev>.<inode>.xpc',
    evidence: 'ODK against PSROLE: some time after 13; the signing id stays',
    placement: 'placed by us',
  },
  {
    since: '26.2',
    trait: 'extractionService',
    actor: 'source',
    summary:
      'STExtractionService.privileged unpacks the archives of the update beside StreamingUnzipService.privileged',
    evidence: 'M27: exists in 26/27, first release and role in OS updates not shown',
    placement: 'placed by us',
  },
  {
    since: '26.3',
    trait: 'brainRunsSqlite',
    actor: 'brain',
    summary: 'the brain runs sqlite3 while it prepares',
    evidence: "A25G83: the brain's sandbox permits it in 26.6.2; a run is not proven",
    placement: 'placed by us',
  },
  {
    since: '27.0',
    trait: 'messageVersion',
    actor: 'source',
    summary: 'eslogger writes message version 11: exec carries entitlements',
    evidence: 'real line of a macOS 27 beta (v11)',
    placement: 'sourced',
  },
  {
    since: '27.0',
    trait: 'betaInstallerName',
    actor: 'source',
    summary: 'the installer is called "Install macOS 27 Golden Gate Beta.app"',
    evidence: 'GG',
    placement: 'sourced',
  },
];

export interface Step {
  readonly from: MacosVersion;
  readonly to: MacosVersion;
}

const positions = new Map<string, number>(VERSIONS.map(({ product }, index) => [product, index]));

export function findVersion(product: string): MacosVersion {
  const found = VERSIONS.find((candidate) => candidate.product === product);
  if (found === undefined) {
    throw new Error(`Unknown macOS ${product}; known: ${VERSIONS.map((known) => known.product).join(', ')}`);
  }
  return found;
}

/** The upgrade that ends in `to`, starting from `from` or from the version before. */
export function findStep(to: string, from?: string): Step {
  const target = findVersion(to);
  const before = VERSIONS[(positions.get(to) ?? 0) - 1];
  if (from === undefined && before === undefined)
    throw new Error(`Nothing older than macOS ${to}; say --from`);
  return { from: from === undefined ? (before ?? target) : findVersion(from), to: target };
}

export function traitsOf(version: MacosVersion): Traits {
  const position = positions.get(version.product) ?? 0;
  const has = (trait: Trait): boolean =>
    CHANGES.some((change) => change.trait === trait && (positions.get(change.since) ?? Infinity) <= position);
  return {
    commitLauncher: has('commitLauncher'),
    deletedHelper: has('deletedHelper'),
    securityImprovements: has('securityImprovements'),
    stagingExecFolder: has('stagingExecFolder'),
    extractionService: has('extractionService'),
    brainRunsSqlite: has('brainRunsSqlite'),
    betaInstallerName: has('betaInstallerName'),
  };
}
