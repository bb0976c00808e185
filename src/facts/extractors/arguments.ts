/** How programs are called: `[program, JSON array of argument templates]`. xpcproxy is launchd's step, not a call. */
import { argumentsTemplate } from '../../normalize/arguments.ts';
import type { Extractor } from '../extractor.ts';

export const argumentsExtractor: Extractor = {
  kind: 'arguments',
  observe: ({ event: { payload }, step, programOf }, emit) => {
    if (step?.kind !== 'launch' || payload.kind !== 'exec' || payload.args.length === 0) return;
    emit('arguments', [programOf(step.image), payload.argsTemplate ?? argumentsTemplate(payload.args)]);
  },
};
