/** What rows of lives hold as numbers: images, job labels, argument vectors, and times of start in an unusual form. */
import { authorityOf } from '../model/authority.ts';
import type { ProcessImage } from '../model/event.ts';
import type { TreeImage } from '../model/process-tree.ts';
import { programName } from './describe.ts';
import { isXpcproxy, LAUNCHD_IMAGE } from './launchd.ts';

/** What shows of an image. */
export type IdentifiedImage = Pick<
  ProcessImage,
  'executable' | 'signingId' | 'teamId' | 'cdhash' | 'codesigningFlags' | 'isPlatformBinary'
>;

/** Numbers of what is none. */
export const NO_ARGS = 0;
export const NO_LABEL = 0;
/** Of launchd where no line shows it. */
export const ASSUMED_LAUNCHD = 0;

export class LifeTexts {
  /** By number. The name is empty where nothing gives one but a pid. */
  readonly images: TreeImage[] = [];
  readonly labels: string[] = [''];
  readonly args: (readonly string[])[] = [[]];
  readonly #proxies: boolean[] = [];
  readonly #imageNumbers = new Map<string, number>();
  readonly #labelNumbers = new Map<string, number>();
  readonly #startTimes: string[] = [];

  constructor() {
    this.imageNumber(LAUNCHD_IMAGE);
  }

  /** Images that are shown the same are one. */
  imageNumber(image: IdentifiedImage): number {
    const shown = shownImage(image);
    const isProxy = isXpcproxy(image);
    const key = JSON.stringify([isProxy, shown]);
    const known = this.#imageNumbers.get(key);
    if (known !== undefined) return known;
    const number = this.images.length;
    this.images.push(shown);
    this.#proxies.push(isProxy);
    this.#imageNumbers.set(key, number);
    return number;
  }

  isXpcproxy(image: number): boolean {
    return this.#proxies[image] ?? false;
  }

  labelNumber(label: string | undefined): number {
    if (label === undefined) return NO_LABEL;
    const known = this.#labelNumbers.get(label);
    if (known !== undefined) return known;
    const number = this.labels.length;
    this.labels.push(label);
    this.#labelNumbers.set(label, number);
    return number;
  }

  argsNumber(args: readonly string[]): number {
    return args.length === 0 ? NO_ARGS : this.args.push(args) - 1;
  }

  /** Microseconds since the epoch where eslogger's own form has them, NaN for none; below zero it stands for any other text. */
  startNumber(text: string | undefined): number {
    if (text === undefined) return Number.NaN;
    const us = usualStartUs(text);
    return us === undefined ? -this.#startTimes.push(text) : us;
  }

  /** ms since the epoch; NaN: none, or no time. */
  startMs(start: number): number {
    return start < 0 ? Date.parse(this.#startTimes[-start - 1] ?? '') : Math.floor(start / 1000);
  }

  /** Whether both are known, in one form, and the first is not after the second. */
  isNotAfter(one: number, other: number): boolean {
    if (one >= 0 && other >= 0) return one <= other;
    const [first, second] = [this.startText(one), this.startText(other)];
    return first !== undefined && second !== undefined && first.length === second.length && first <= second;
  }

  /** As it was written. Undefined: none. */
  startText(start: number): string | undefined {
    if (Number.isNaN(start)) return undefined;
    return start < 0 ? this.#startTimes[-start - 1] : usualStartText(start);
  }
}

function shownImage(image: IdentifiedImage): TreeImage {
  const { executable, signingId, cdhash } = image;
  return {
    name: programName(image),
    path: executable,
    signingId: signingId ?? null,
    authority: authorityOf(image),
    cdhash: cdhash ?? null,
  };
}

const USUAL_START = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
/** Microseconds of later years are no longer exact in a double. */
const LAST_US = Date.UTC(2200, 0) * 1000;

/** Undefined for any other spelling, and for a date that no calendar has: the number must give the same text again. */
function usualStartUs(text: string): number | undefined {
  if (!USUAL_START.test(text)) return undefined;
  const us = Date.parse(`${text.slice(0, 23)}Z`) * 1000 + Number(text.slice(23, 26));
  return us >= 0 && us < LAST_US && usualStartText(us) === text ? us : undefined;
}

/** As eslogger writes it: `2026-08-12T15:28:33.510893Z`. */
function usualStartText(us: number): string {
  const ms = Math.floor(us / 1000);
  return `${new Date(ms).toISOString().slice(0, -1)}${String(us - ms * 1000).padStart(3, '0')}Z`;
}
