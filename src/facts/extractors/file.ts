/**
 * What programs do to files: `[program, operation, path]`. An operation with two paths is two facts, one for what it makes (`rename`) and
 * one for where that came from (`rename-from`). An extended attribute is part of the operation (`setextattr:com.apple.quarantine`).
 */
import { normalizePath } from '../../normalize/path.ts';
import { normalizeText } from '../../normalize/text.ts';
import type { Extractor } from '../extractor.ts';

export const fileExtractor: Extractor = {
  kind: 'file',
  observe: ({ event: { payload }, actor }, emit) => {
    if (payload.kind !== 'file') return;
    const { operation, path, source, detail, modified, pathTemplate, sourceTemplate } = payload;
    if (operation === 'close' && modified !== true) return;
    const name = detail === undefined ? operation : `${operation}:${normalizeText(detail)}`;
    emit('file', [actor, name, pathTemplate ?? normalizePath(path)]);
    if (source === undefined) return;
    emit('file', [
      actor,
      operation === 'exchangedata' ? operation : `${operation}-from`,
      sourceTemplate ?? normalizePath(source),
    ]);
  },
};
