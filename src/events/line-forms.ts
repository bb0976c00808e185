/** The forms of lines, each parsed once however many lines have it. */
import { isObject } from '../eslogger/json-value.ts';
import type { LineForm } from '../model/event.ts';
import type { Outline } from './event-columns.ts';

/** Hostile lines could have one each. */
const MOST_FORMS = 16_384;
const NO_FORM: LineForm = { line: {}, shared: true };

export class LineForms {
  readonly #forms = new Map<string, LineForm>();

  formOf(outline: Outline | undefined): LineForm {
    if (outline === undefined) return NO_FORM;
    // A newline stands in no outline.
    const name = `${outline.line}\n${outline.process ?? ''}`;
    let form = this.#forms.get(name);
    if (form === undefined) {
      if (this.#forms.size >= MOST_FORMS) this.#forms.clear();
      this.#forms.set(name, (form = { line: lineOf(outline), shared: true }));
    }
    return form;
  }
}

function lineOf({ line, process }: Outline): Readonly<Record<string, unknown>> {
  const outer: unknown = JSON.parse(line);
  if (!isObject(outer)) return {};
  return process === undefined ? outer : { ...outer, process: JSON.parse(process) };
}
