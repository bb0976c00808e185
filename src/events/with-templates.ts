/** Templates and canonical paths depend on a text alone, so the thread that decodes a line works them out, and the one that makes facts does not. */
import type { EventPayload } from '../model/event.ts';
import { argumentsTemplate } from '../normalize/arguments.ts';
import { normalizePath } from '../normalize/path.ts';
import { canonicalPath } from '../normalize/rules/canonical-path.ts';

export function withTemplates(payload: EventPayload): EventPayload {
  switch (payload.kind) {
    case 'exec':
      return payload.args.length === 0
        ? payload
        : { ...payload, argsTemplate: argumentsTemplate(payload.args) };
    case 'file': {
      const { path, source } = payload;
      return {
        ...payload,
        pathTemplate: normalizePath(path),
        sourceTemplate: source === undefined ? undefined : normalizePath(source),
        canonicalPath: canonicalPath.apply(path),
        canonicalSource: source === undefined ? undefined : canonicalPath.apply(source),
      };
    }
    case 'fork':
    case 'exit':
    case 'other':
      return payload;
  }
}
