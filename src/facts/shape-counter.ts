/** Counts the shape of every line: `[scope, message version, JSON key, JSON type]`. */
import type { JsonType } from '../eslogger/shape.ts';
import { shapeOf } from '../eslogger/shape.ts';
import type { EsEvent } from '../model/event.ts';
import type { Emit, Occurrence } from './extractor.ts';

interface Shape {
  readonly key: readonly string[];
  readonly at: Occurrence;
  count: number;
}

export class ShapeCounter {
  /** Message version → shapes by the walker's number for (scope, key, type). */
  readonly #versions = new Map<number, (Shape | undefined)[]>();

  observe(event: EsEvent): void {
    let shapes = this.#versions.get(event.messageVersion);
    if (shapes === undefined) this.#versions.set(event.messageVersion, (shapes = []));
    const known = shapes;
    shapeOf(event.raw, (scope: string, key: string, type: JsonType, id: number) => {
      const shape = known[id];
      if (shape === undefined) known[id] = newShape(event, scope, key, type);
      else shape.count++;
    });
  }

  finish(emit: Emit): void {
    for (const shapes of this.#versions.values()) {
      for (const shape of shapes) {
        if (shape !== undefined) emit('shape', shape.key, { count: shape.count, at: shape.at });
      }
    }
  }
}

function newShape(event: EsEvent, scope: string, key: string, type: JsonType): Shape {
  const { segment, globalSeq, time, timeMs } = event;
  return {
    key: [scope, String(event.messageVersion), key, type],
    at: { segment, globalSeq, time, timeMs },
    count: 1,
  };
}
