/** The file format as other tools and both engines see it. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repairTrace } from '../../src/operations/trace-repair.ts';
import { traceLines } from '../../src/operations/trace-cat.ts';
import { verifyTrace } from '../../src/operations/trace-verify.ts';
import { zstdEngine, type ZstdEngine } from '../../src/platform/zstd.ts';
import { ZstdError } from '../../src/platform/zstd-error.ts';
import { decodeJsonFrame, encodeJsonFrame } from '../../src/trace/json-frame.ts';
import { openTrace } from '../../src/trace/reader.ts';
import { decodeSeekTable, encodeSeekTable } from '../../src/trace/seek-table.ts';
import { ENGINES, withEngine } from './engines.ts';
import { eventLine, eventLines } from './lines.ts';
import { appErrorOf, collect, importFixed, textInput, workplace } from './workplace.ts';

const place = workplace('container');
const cat = async (path: string) =>
  (await collect((await traceLines(path, { records: false })).pieces)).toString();
const hasZstd = spawnSync('zstd', ['--version']).status === 0;
if (!hasZstd) console.warn('skipped: the zstd command is not installed');

/** Two segments, a gap, and more than one frame. */
const restarted = [0, 1, 4]
  .map((globalSeq) => eventLine({ globalSeq, atMs: 7_200_000 + globalSeq }))
  .join('\n');
const padding = Array.from({ length: 2000 }, (_, index) => String.fromCharCode(97 + ((index * 7) % 26))).join(
  '',
);
const text = `${eventLines(2500, 0, padding)}${restarted}\n`;

describe('zstd tools', () => {
  it.runIf(hasZstd)('test the file, and read the lines byte for byte', async () => {
    for (const engine of ENGINES) {
      const path = place.path();
      const { info } = await withEngine(engine, () => importFixed(path, [textInput(text)]));
      expect(info.frames).toBeGreaterThan(2);
      execFileSync('zstd', ['-t', '-q', path]);
      expect(execFileSync('zstd', ['-dcq', path], { maxBuffer: 1 << 26 }).toString()).toBe(text);
    }
  });

  it.runIf(hasZstd)('find content sizes and checksums in every data frame', async () => {
    for (const engine of ENGINES) {
      const path = place.path();
      await withEngine(engine, () => importFixed(path, [textInput(text)]));
      await using reader = await openTrace(path);
      for (const frame of reader.frames) {
        const bytes = readFileSync(path).subarray(frame.offset, frame.offset + frame.compressedBytes);
        const listed = spawnSync('zstd', ['-lv', place.write(bytes, 'frame.zst')], { encoding: 'utf8' });
        expect(listed.stdout).toMatch(new RegExp(`Decompressed Size:.*\\(${frame.rawBytes} B\\)`));
        expect(listed.stdout).toMatch(/Check: XXH64/);
      }
    }
  });
});

function decodedOrError(engine: ZstdEngine, frame: Buffer, bytes: number, content: Uint8Array): boolean {
  try {
    return engine.decompressSync(frame, bytes).equals(content);
  } catch (error) {
    return error instanceof ZstdError;
  }
}

describe('the two engines', () => {
  it('read what the other wrote', async () => {
    for (const writer of ENGINES) {
      const path = place.path();
      await withEngine(writer, () => importFixed(path, [textInput(text)]));
      for (const reader of ENGINES) {
        await withEngine(reader, async () => {
          expect(await cat(path)).toBe(text);
          expect(await verifyTrace(path, { schema: false })).toMatchObject({ state: 'whole' });
        });
      }
    }
  });

  it('agree on any content, and on damage', async () => {
    const [native, portable] = await Promise.all([zstdEngine('native'), zstdEngine('portable')]);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 5000 }), fc.nat(), async (content, flip) => {
        for (const [writer, reader] of [
          [native, portable],
          [portable, native],
        ] as const) {
          const frame = await writer.compress(content);
          expect(reader.decompressSync(frame, content.length).equals(content)).toBe(true);
          const at = flip % frame.length;
          const damaged = Buffer.from(frame);
          damaged[at] = damaged.readUInt8(at) ^ 1;
          // Padding bits may change without changing the content; nothing else can come out.
          expect(decodedOrError(reader, damaged, content.length, content)).toBe(true);
          expect(() => reader.decompressSync(frame, content.length + 1)).toThrow(ZstdError);
          await expect(reader.decompress(frame.subarray(0, -1), content.length)).rejects.toThrow(ZstdError);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('hold a line of 4 MiB that does not compress, and its newline', async () => {
    const content = Buffer.alloc(4 * 1024 * 1024 + 1);
    for (let index = 0, state = 1; index < content.length - 4; index += 4) {
      state = (state * 1_664_525 + 1_013_904_223) >>> 0;
      content.writeUInt32LE(state, index);
    }
    const [native, portable] = await Promise.all([zstdEngine('native'), zstdEngine('portable')]);
    expect(native.decompressSync(await portable.compress(content), content.length).equals(content)).toBe(
      true,
    );
    expect(portable.decompressSync(await native.compress(content), content.length).equals(content)).toBe(
      true,
    );
    expect(await appErrorOf(portable.compress(Buffer.alloc(content.length + 1)))).toMatchObject({
      code: 'unsupported-here',
      exitCode: 6,
    });
  });

  it('refuse a name that is none', async () => {
    process.env['ESDRIFT_ZSTD'] = 'other';
    expect(await appErrorOf(zstdEngine())).toMatchObject({ code: 'config-invalid', exitCode: 2 });
  });
});

describe('JSON frames', () => {
  it('are plain JSON in ASCII, and notice every flipped bit', () => {
    const value = { kind: 'x', text: 'é\u202e\u{1f600}\u007f', list: [1, null, 'a"b'] };
    const frame = encodeJsonFrame(0x184d2a51, value);
    const payload = frame.subarray(8);
    expect(payload.toString('latin1')).toMatch(/^\{"crc32":"[0-9a-f]{8}"[\x20-\x7e]*\}$/);
    expect(decodeJsonFrame(payload)).toEqual({ ok: true, value });
    for (let bit = 0; bit < payload.length * 8; bit += 1) {
      const copy = Buffer.from(payload);
      copy[bit >> 3] = copy.readUInt8(bit >> 3) ^ (1 << (bit & 7));
      expect(decodeJsonFrame(copy).ok, `bit ${bit}`).toBe(false);
    }
  });
});

describe('the seek table', () => {
  it('lists every frame of the file, so that offsets add up', async () => {
    const path = place.path();
    await importFixed(path, [textInput(text)]);
    const file = readFileSync(path);
    const size = 8 + file.readUInt32LE(file.length - 9) * 8 + 9;
    const entries = decodeSeekTable(file.subarray(-size), file.length - size) ?? [];
    await using reader = await openTrace(path);
    let offset = 0;
    const data = entries.flatMap((entry) => {
      const at = offset;
      offset += entry.bytes;
      return entry.contentBytes > 0 ? [{ offset: at, rawBytes: entry.contentBytes }] : [];
    });
    expect(data).toEqual(reader.frames.map((frame) => ({ offset: frame.offset, rawBytes: frame.rawBytes })));
  });

  it('that does not add up is none', () => {
    const frame = encodeSeekTable([{ bytes: 10, contentBytes: 0 }]);
    expect(decodeSeekTable(frame, 10)).toEqual([{ bytes: 10, contentBytes: 0 }]);
    expect(decodeSeekTable(frame, 11)).toBeUndefined();
    expect(decodeSeekTable(frame.subarray(1), 10)).toBeUndefined();
  });
});

describe('a trace that is still being written', () => {
  it('reads as far as it goes; damage in its middle is damage, not its end', async () => {
    const path = place.path();
    await importFixed(path, [textInput(text)]);
    await using reader = await openTrace(path);
    const [first, second] = reader.frames;
    const end = (second?.offset ?? 0) + (second?.compressedBytes ?? 0);
    const partial = readFileSync(path).subarray(0, end + 10);
    await using open = await openTrace(place.write(partial));
    expect(open).toMatchObject({ closed: false, cut: { offset: end, bytes: 10 } });
    expect(open.frames).toEqual(reader.frames.slice(0, 2));

    // A block header that claims more than there is: the walk runs off, the frames behind are found by their checksums.
    const damaged = Buffer.from(partial);
    damaged[(first?.offset ?? 0) + 12] = 0xff;
    const broken = place.write(damaged);
    expect(await appErrorOf(openTrace(broken))).toMatchObject({ code: 'trace-damaged' });
    const result = await verifyTrace(broken, { schema: false });
    expect(result).toMatchObject({ state: 'damaged', frames: 1 });
    const out = place.path();
    const repair = await repairTrace(broken, {
      out,
      force: false,
      now: () => 0,
      randomBytes: (n) => new Uint8Array(n),
    });
    expect(repair).toMatchObject({ keptFrames: 1, keptEvents: second?.lines });
    expect(repair.lostSpans.map((span) => [span.offset, span.events])).toEqual([
      [first?.offset, null],
      [end, null],
    ]);
    expect(await verifyTrace(out, { schema: false })).toMatchObject({ state: 'whole' });
  });
});

describe('a file that is no trace', () => {
  it('is told apart, whatever it is', async () => {
    const files = {
      zstd: zstdCompressSync(Buffer.from(text)),
      sized: zstdCompressSync(Buffer.from(text), { params: { [constants.ZSTD_c_checksumFlag]: 1 } }),
      json: Buffer.from(text),
      short: Buffer.from('x'),
      empty: Buffer.alloc(0),
      zeros: Buffer.alloc(100_000),
    };
    for (const [name, bytes] of Object.entries(files)) {
      const path = place.write(bytes, `no-trace-${name}`);
      for (const attempt of [() => openTrace(path), () => verifyTrace(path, { schema: false })]) {
        expect(await appErrorOf(attempt()), name).toMatchObject({ code: 'not-a-trace', exitCode: 5 });
      }
    }
    expect(await appErrorOf(openTrace(place.folder))).toMatchObject({ code: 'not-a-file', exitCode: 5 });
    expect(await appErrorOf(openTrace(place.path('nowhere')))).toMatchObject({
      code: 'not-found',
      exitCode: 5,
    });
  });

  it('of a newer version is refused with a remedy', async () => {
    const path = place.path();
    await importFixed(path, [textInput(eventLines(3))]);
    const file = readFileSync(path);
    const headerEnd = 8 + file.readUInt32LE(4);
    const header = decodeJsonFrame(file.subarray(8, headerEnd));
    const value = { ...(header.ok ? header.value : {}), formatVersion: 2, novelty: true };
    const ours = encodeJsonFrame(0x184d2a50, value);
    const theirs = Buffer.from(JSON.stringify(value));
    const other = Buffer.alloc(8);
    other.writeUInt32LE(0x184d2a50, 0);
    other.writeUInt32LE(theirs.length, 4);
    for (const frame of [ours, Buffer.concat([other, theirs])]) {
      const future = place.write(Buffer.concat([frame, file.subarray(headerEnd)]));
      const fixed = { force: false, now: () => 0, randomBytes: (count: number) => new Uint8Array(count) };
      const attempts = [
        () => openTrace(future),
        () => verifyTrace(future, { schema: false }),
        () => repairTrace(future, { out: place.path(), ...fixed }),
        () => importFixed(place.path(), [future]),
      ];
      for (const attempt of attempts) {
        const error = await appErrorOf(attempt());
        expect(error).toMatchObject({ code: 'future-version', exitCode: 5 });
        expect(error.hint).toMatch(/update/i);
      }
    }
  });
});
