/** What a value's treatment may ask of the line around it. */
export class LineScope {
  readonly end: number;
  readonly #text: string;
  readonly #start: number;

  constructor(text: string, start: number, end: number) {
    this.#text = text;
    this.#start = start;
    this.end = end;
  }

  /** The event succeeded, or says nothing about it. */
  learns(): boolean {
    return !/"success"\s*:\s*false/.test(this.#text.slice(this.#start, this.end));
  }

  /** It speaks of a home or of another disk. */
  isPersonal(): boolean {
    return /\/(?:Users|Volumes)\\?\//.test(this.#text.slice(this.#start, this.end));
  }
}
