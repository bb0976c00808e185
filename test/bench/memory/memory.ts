/**
 * `npm run bench:memory [-- --gb 10] [--processes 0] [--paths 0] [--runs 0]`: resident memory while a profile with the built-in rules grows over a trace
 * that is made as it is read, by the same reader, facts and rules as `esdrift profile`, in one thread. One line a measurement.
 */
import { parseArgs } from 'node:util';
import { mergeFactSets } from '../../../src/baseline/merge.ts';
import { serializeFactSet } from '../../../src/baseline/canonical.ts';
import { BUILT_IN_RULES } from '../../../src/detection/builtin/rule-set.ts';
import { Detector } from '../../../src/detection/engine.ts';
import { ProfileBuilder } from '../../../src/facts/profile.ts';
import type { FactSet } from '../../../src/model/facts.ts';
import { readEventBatches } from '../../../src/operations/read-events.ts';
import { profileTrace } from '../../../src/operations/profile-trace.ts';
import { EndlessTrace, type EndlessOptions } from './endless-trace.ts';

const { values } = parseArgs({
  options: {
    gb: { type: 'string', default: '0' },
    processes: { type: 'string', default: '0' },
    paths: { type: 'string', default: '0' },
    runs: { type: 'string', default: '0' },
    /** The recording of which the runs are made. */
    trace: { type: 'string', default: '' },
  },
});

const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(0);

async function grow(what: string, options: EndlessOptions, frames: number): Promise<void> {
  const trace = new EndlessTrace(options);
  const builder = new ProfileBuilder();
  const detector = new Detector(BUILT_IN_RULES);
  const started = performance.now();
  let done = 0;
  for await (const batch of readEventBatches(trace.reader(frames), { templates: true })) {
    for (const event of batch) {
      builder.observe(event);
      detector.observe(event);
    }
    done += 1;
    // A hundredth of the way, a tenth, each fifth, and the end, which the fifths may miss.
    if (
      done !== frames &&
      done !== Math.ceil(frames / 100) &&
      done !== Math.ceil(frames / 10) &&
      done % Math.ceil(frames / 5) !== 0
    )
      continue;
    const raw = (done * trace.bytesPerFrame) / 1e9;
    const seconds = (performance.now() - started) / 1000;
    console.log(
      `${what}: ${raw.toFixed(2)} GB, ${String(builder.events)} events, ${String(done * trace.processesPerFrame)} processes, resident ${mib(process.memoryUsage.rss())} MiB, ${((raw * 1000) / seconds).toFixed(0)} MB/s`,
    );
  }
}

if (Number(values.gb) > 0) {
  const options = { onlyLife: false, paths: 20_000 };
  await grow(
    'events',
    options,
    Math.ceil((Number(values.gb) * 1e9) / new EndlessTrace(options).bytesPerFrame),
  );
}
if (Number(values.processes) > 0) {
  const options = { onlyLife: true, paths: 1 };
  await grow(
    'processes',
    options,
    Math.ceil(Number(values.processes) / new EndlessTrace(options).processesPerFrame),
  );
}
if (Number(values.paths) > 0) {
  const options = { onlyLife: false, paths: Number.POSITIVE_INFINITY };
  await grow('paths', options, Math.ceil(Number(values.paths) / new EndlessTrace(options).processesPerFrame));
}
if (Number(values.runs) > 0) {
  const profile = await profileTrace(values.trace);
  const runs = Array.from({ length: Number(values.runs) }, (_, index): FactSet => {
    const trace = `01900000-0000-7000-8000-${String(index).padStart(12, '0')}`;
    return { ...profile, runs: profile.runs.map((run) => ({ ...run, trace })) };
  });
  const started = performance.now();
  const text = serializeFactSet(mergeFactSets(runs));
  console.log(
    `baseline: ${String(runs.length)} runs, ${String(profile.facts.length)} facts, ${mib(text.length)} MiB, resident ${mib(process.memoryUsage.rss())} MiB, ${((performance.now() - started) / 1000).toFixed(1)} s`,
  );
}
