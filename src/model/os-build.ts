/**
 * The order of macOS builds, like 25C56: Darwin major, train letter, number, and for seeds a small letter behind.
 *
 * - Seeds (number of 5000 and more with a letter, 25C5031i) come before the release of their train (25C56).
 * - Numbers of 1000 and more without a letter are forks of a release for new hardware (25C2056 beside 25C56): siblings, neither is earlier.
 * - Longer numbers (as Background Security Improvements have) are not placed within their train.
 * - A table overrides all of this for the builds it names.
 */
export type BuildOrder = 'earlier' | 'same' | 'later' | 'unknown';

interface Build {
  readonly major: number;
  readonly train: string;
  readonly number: number;
  readonly suffix: string;
}

const FORM = /^(\d{1,3})([A-Z])(\d{1,7})([a-z]?)$/;
const FIRST_SEED = 5000;
const FIRST_FORK = 1000;
const FIRST_UNPLACED = 10_000;

/** Whether the text has the form of a build, so that it has a place in an order. */
export function isBuild(text: string): boolean {
  return parseBuild(text) !== undefined;
}

/** Whether it is a seed, what people call a beta. */
export function isSeedBuild(text: string): boolean {
  const build = parseBuild(text);
  return build !== undefined && isSeed(build);
}

/** How build `a` stands to build `b`. `table`: builds from the earliest to the latest. */
export function compareBuilds(a: string, b: string, table: readonly string[] = []): BuildOrder {
  if (a === b) return 'same';
  const [placeA, placeB] = [table.indexOf(a), table.indexOf(b)];
  if (placeA >= 0 && placeB >= 0) return placeA < placeB ? 'earlier' : 'later';
  const [left, right] = [parseBuild(a), parseBuild(b)];
  if (left === undefined || right === undefined) return 'unknown';
  if (left.major !== right.major) return orderOf(left.major, right.major);
  if (left.train !== right.train) return left.train < right.train ? 'earlier' : 'later';
  return withinTrain(left, right);
}

function withinTrain(a: Build, b: Build): BuildOrder {
  if (a.number >= FIRST_UNPLACED || b.number >= FIRST_UNPLACED) return 'unknown';
  const [seedA, seedB] = [isSeed(a), isSeed(b)];
  if (seedA !== seedB) return seedA ? 'earlier' : 'later';
  if (seedA) {
    if (a.number !== b.number) return orderOf(a.number, b.number);
    return a.suffix < b.suffix ? 'earlier' : 'later';
  }
  if (isFork(a) !== isFork(b) || a.suffix !== b.suffix) return 'unknown';
  return orderOf(a.number, b.number);
}

function isSeed({ number, suffix }: Build): boolean {
  return number >= FIRST_SEED && suffix !== '';
}

function isFork({ number }: Build): boolean {
  return number >= FIRST_FORK;
}

function orderOf(a: number, b: number): BuildOrder {
  return a < b ? 'earlier' : 'later';
}

function parseBuild(text: string): Build | undefined {
  const [, major, train, number, suffix] = FORM.exec(text) ?? [];
  if (major === undefined || train === undefined || number === undefined) return undefined;
  return { major: Number(major), train, number: Number(number), suffix: suffix ?? '' };
}
