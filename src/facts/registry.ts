/** Every extractor, one file a fact kind. The order does not matter. */
import type { Extractor } from './extractor.ts';
import { argumentsExtractor } from './extractors/arguments.ts';
import { eventExtractor } from './extractors/event.ts';
import { fileExtractor } from './extractors/file.ts';
import type { HandoffExtractor } from './extractors/handoff.ts';
import { LaunchExtractor } from './extractors/launch.ts';
import { ProgramExtractor } from './extractors/program.ts';
import { ResponsibleExtractor } from './extractors/responsible.ts';

/** Shapes are not here: they are counted by src/facts/shape-counter.ts, on every line, because that is the hot path. */
export function newExtractors(handoffs: HandoffExtractor): readonly Extractor[] {
  return [
    new ProgramExtractor(),
    new LaunchExtractor(),
    new ResponsibleExtractor(),
    argumentsExtractor,
    fileExtractor,
    handoffs,
    eventExtractor,
  ];
}
