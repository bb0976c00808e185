import { expect, it } from 'vitest';
import { KnownPrograms } from '../../src/model/known-programs.ts';
import type { ProcessImage } from '../../src/model/event.ts';
import { image, token } from '../facts/events.ts';

it('works a program out once for all its images, and again for whatever a condition can tell apart', () => {
  const met: ProcessImage[] = [];
  const programs = new KnownPrograms<ProcessImage, number>((about) => met.push(about));
  const others: readonly Partial<ProcessImage>[] = [
    { signingId: 'com.apple.b' },
    { teamId: 'T' },
    { cdhash: 'B'.repeat(40) },
    { codesigningFlags: 1 },
    { isPlatformBinary: false },
    { validationCategory: undefined },
    { token: { ...token(11), euid: 501 } },
  ];
  const all = [image(11, '/bin/a'), image(12, '/bin/b'), ...others.map((more) => image(11, '/bin/a', more))];
  expect(all.map((each) => programs.of(each))).toEqual(all.map((_, index) => index + 1));
  const again = [...all, image(13, '/bin/a')].map((each) => programs.of({ ...each, tty: '/dev/ttys001' }));
  expect(again).toEqual([...all.map((_, index) => index + 1), 1]);
});

it('forgets, rather than to grow with the number of programs or of their signatures', () => {
  let workedOut = 0;
  const programs = new KnownPrograms<ProcessImage, number>(() => (workedOut += 1));
  const first = programs.of(image(11, '/bin/a'));
  for (let index = 0; index < 5_000; index += 1) programs.of(image(11, `/bin/${index}`));
  for (let index = 0; index < 100; index += 1) programs.of(image(11, '/bin/a', { signingId: String(index) }));
  expect(programs.of(image(11, '/bin/a'))).toBeGreaterThan(first);
});

it('knows a program by its number, until there are too many numbers', () => {
  let workedOut = 0;
  const programs = new KnownPrograms<ProcessImage, number>(() => (workedOut += 1));
  const first = programs.of(image(11, '/bin/a', { programNumber: 0 }));
  for (let index = 1; index < 10_000; index += 1)
    expect(programs.of(image(12, '/bin/b', { programNumber: index }))).toBe(first + 1);
  expect(programs.of(image(13, '/bin/a', { programNumber: 0 }))).toBe(first);
});
