/**
 * The shapes of all lines: `[scope, message version, JSON key, JSON type]`; a change of eslogger is told apart from a change of behaviour.
 * Lines of one form have the same shapes, so a form is walked once and then only counted.
 */
import { shapeOf, type JsonType } from '../eslogger/shape.ts';
import type { EsEvent, LineForm } from '../model/event.ts';
import type { Emit, Occurrence } from './extractor.ts';

interface Shape {
  readonly key: readonly string[];
  readonly at: Occurrence;
  count: number;
}

interface FormTally {
  /** One entry an occurrence in the line. */
  readonly shapes: readonly Shape[];
  lines: number;
}

/** The lines of one message version. */
interface Version {
  /** By the walker's number for (scope, key, type). */
  readonly shapes: (Shape | undefined)[];
  readonly forms: Map<LineForm, FormTally>;
}

/** Hostile lines could have a form each. */
const MOST_FORMS = 16_384;

export class ShapeCounter {
  readonly #versions = new Map<number, Version>();

  observe(event: EsEvent): void {
    const version = this.#versionOf(event.messageVersion);
    const { form } = event;
    if (!form.shared) {
      for (const shape of shapesIn(version, event)) shape.count += 1;
      return;
    }
    const known = version.forms.get(form);
    if (known !== undefined) {
      known.lines += 1;
      return;
    }
    if (version.forms.size >= MOST_FORMS) takeForms(version);
    version.forms.set(form, { shapes: shapesIn(version, event), lines: 1 });
  }

  finish(emit: Emit): void {
    for (const version of this.#versions.values()) {
      takeForms(version);
      for (const shape of version.shapes) {
        if (shape !== undefined) emit('shape', shape.key, { count: shape.count, at: shape.at });
      }
    }
  }

  #versionOf(messageVersion: number): Version {
    let version = this.#versions.get(messageVersion);
    if (version === undefined) {
      version = { shapes: [], forms: new Map() };
      this.#versions.set(messageVersion, version);
    }
    return version;
  }
}

function shapesIn({ shapes: known }: Version, event: EsEvent): readonly Shape[] {
  const shapes: Shape[] = [];
  shapeOf(event.form.line, (scope: string, key: string, type: JsonType, id: number) => {
    const shape = (known[id] ??= newShape(event, scope, key, type));
    shapes.push(shape);
  });
  return shapes;
}

function takeForms({ forms }: Version): void {
  for (const { shapes, lines } of forms.values()) for (const shape of shapes) shape.count += lines;
  forms.clear();
}

function newShape(event: EsEvent, scope: string, key: string, type: JsonType): Shape {
  const { segment, globalSeq, time, timeMs } = event;
  return {
    key: [scope, String(event.messageVersion), key, type],
    at: { segment, globalSeq, time, timeMs },
    count: 0,
  };
}
