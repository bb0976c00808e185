/** A recording that is dropped on a report, without the browser: what the page makes of it itself. */
import { expect, it } from 'vitest';
import { decodeLine } from '../../src/eslogger/decode.ts';
import { programKeyOf } from '../../src/normalize/program-key.ts';
import { readRecording } from '../../src/page/trace-reading.ts';
import { simulate } from '../simulator/simulate.ts';
import { findStep } from '../simulator/versions.ts';

it('names programs as facts and findings do', async () => {
  const scenario = { scenario: 'full-installer', step: findStep('26.2'), seed: 'dropped' } as const;
  const lines = [...simulate(scenario).lines];
  const keys = new Set(
    lines.flatMap((line) => {
      const decoded = decodeLine(line);
      if (!decoded.ok) throw new Error(line);
      const { process, payload } = decoded.event;
      return [process, ...(payload.kind === 'exec' ? [payload.target] : [])].map((image) =>
        programKeyOf(image),
      );
    }),
  );
  const file = new File([lines.join('\n')], 'capture.jsonl');
  const { recording } = await readRecording(file, () => undefined);
  const shown = recording.entries.programs.map(({ key }) => key);
  expect(shown.filter((key) => !keys.has(key))).toEqual([]);
  expect(shown.some((key) => key.includes('{osname}'))).toBe(true);
});
