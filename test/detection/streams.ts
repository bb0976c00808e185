/** Simulated recordings, decoded once and held against any rules. */
import { BUILT_IN_RULES } from '../../src/detection/builtin/rule-set.ts';
import { conclude } from '../../src/detection/conclude.ts';
import { Detector } from '../../src/detection/engine.ts';
import { decodeLine } from '../../src/eslogger/decode.ts';
import { Segmenter } from '../../src/eslogger/segmenter.ts';
import type { Detection } from '../../src/model/detection.ts';
import type { EsEvent } from '../../src/model/event.ts';
import type { RuleSet } from '../../src/model/rules.ts';
import { simulate, type SimulationOptions } from '../simulator/simulate.ts';
import { findStep } from '../simulator/versions.ts';

export async function* chunksOf(lines: Iterable<string>): AsyncGenerator<Buffer, void> {
  for (const line of lines) yield await Promise.resolve(Buffer.from(`${line}\n`));
}

export interface Played extends Partial<Omit<SimulationOptions, 'step'>> {
  readonly target: string;
  readonly from?: string;
}

export interface Recorded {
  readonly events: readonly EsEvent[];
  readonly os: { readonly productVersion: string; readonly buildVersion: string };
  readonly types: ReadonlySet<string>;
}

export function linesOf({ target, from, ...options }: Played): readonly string[] {
  const step = findStep(target, from);
  return [...simulate({ scenario: 'ota', step, seed: 'detection', noise: 0, ...options }).lines];
}

export function play(played: Played): Recorded {
  const segmenter = new Segmenter();
  const events = linesOf(played).map((line): EsEvent => {
    const result = decodeLine(line);
    if (!result.ok) throw new Error(result.message);
    return { segment: segmenter.place(result.event).segment, ...result.event };
  });
  const { product, build } = findStep(played.target, played.from).from;
  return {
    events: events.sort((one, other) => one.segment - other.segment || one.globalSeq - other.globalSeq),
    os: { productVersion: product, buildVersion: build },
    types: new Set(events.map(({ type }) => type)),
  };
}

export interface Trial {
  readonly rules?: RuleSet;
  readonly keeps?: (event: EsEvent, index: number) => boolean;
}

export function detectIn({ events, os, types }: Recorded, trial: Trial = {}): Detection {
  const { rules = BUILT_IN_RULES, keeps = () => true } = trial;
  const detector = new Detector(rules);
  const kept = events.filter(keeps);
  for (const event of kept) detector.observe(event);
  return conclude(rules, detector, {
    recording: undefined,
    lost: events.length - kept.length,
    os,
    target: undefined,
    osOf: () => undefined,
    isRecorded: (type) => types.has(type),
  });
}
