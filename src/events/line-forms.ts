/** The forms of lines, each parsed once however many lines have it. */
import { isObject, type JsonObject } from '../eslogger/json-value.ts';
import type { LineForm } from '../model/event.ts';
import { NONE } from './event-columns.ts';

/** Hostile lines could have one each. */
const MOST_FORMS = 16_384;

export class LineForms {
  readonly #ids = new Map<string, number>();
  #outlines: string[] = [];
  /** By their places in `#outlines`. */
  #values: unknown[] = [];
  readonly #forms = new Map<string, LineForm>();
  /** Outlines forgotten so far: a number names one outline for good. */
  #forgotten = 0;

  /** Numbers for the outlines of a frame, good until the next frame asks. */
  outlineIds(outlines: readonly string[]): readonly number[] {
    if (this.#outlines.length >= MOST_FORMS) this.#forget();
    return outlines.map((outline) => this.#outlineId(outline));
  }

  #outlineId(outline: string): number {
    let id = this.#ids.get(outline);
    if (id === undefined) {
      id = this.#forgotten + this.#outlines.push(outline) - 1;
      this.#ids.set(outline, id);
    }
    return id;
  }

  /** By numbers that `outlineIds` gave; `NONE` for a process that is not there. */
  formOf(line: number, process: number, other: number): LineForm {
    const name = `${line} ${process} ${other}`;
    let form = this.#forms.get(name);
    if (form === undefined) {
      if (this.#forms.size >= MOST_FORMS) this.#forms.clear();
      this.#forms.set(name, (form = { line: this.#lineOf(line, process, other), shared: true }));
    }
    return form;
  }

  #forget(): void {
    this.#forgotten += this.#outlines.length;
    this.#outlines = [];
    this.#values = [];
    this.#ids.clear();
    this.#forms.clear();
  }

  #lineOf(line: number, process: number, other: number): JsonObject {
    const outer = this.#parsed(line);
    if (!isObject(outer)) return {};
    return {
      ...outer,
      ...(process === NONE ? {} : { process: this.#parsed(process) }),
      ...(other === NONE ? {} : { event: withOther(outer['event'], this.#parsed(other)) }),
    };
  }

  #parsed(id: number): unknown {
    const index = id - this.#forgotten;
    return (this.#values[index] ??= JSON.parse(this.#outlines[index] ?? 'null'));
  }
}

function withOther(event: unknown, other: unknown): unknown {
  if (!isObject(event)) return event;
  return Object.fromEntries(
    Object.entries(event).map(([type, body]) => [
      type,
      isObject(body) ? { ...body, [type === 'exec' ? 'target' : 'child']: other } : body,
    ]),
  );
}
