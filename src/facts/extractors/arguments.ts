/** How programs are called: `[program, JSON array of argument templates]`. xpcproxy is launchd's step, not a call. */
import { normalizeArguments } from '../../normalize/arguments.ts';
import type { Extractor } from '../extractor.ts';

export const argumentsExtractor: Extractor = {
  kind: 'arguments',
  observe: ({ step, programOf }, emit) => {
    if (step?.kind !== 'launch' || step.args.length === 0) return;
    emit('arguments', [programOf(step.image), JSON.stringify(normalizeArguments(step.args))]);
  },
};
