/** What an import may be fed with: compressed, cut, hostile. */
import { createReadStream, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { constants, createZstdCompress, gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traceLines } from '../../src/operations/trace-cat.ts';
import { LineSplitter, type InputLine, type OversizeLine } from '../../src/trace/input/line-splitter.ts';
import { zstdEngine } from '../../src/platform/zstd.ts';
import { ENGINES, withEngine } from './engines.ts';
import { eventLines } from './lines.ts';
import { arrayBytesInUse } from './memory.ts';
import { appErrorOf, collect, importFixed, inPieces, textInput, workplace } from './workplace.ts';

const place = workplace('input');
const cat = async (path: string) =>
  (await collect((await traceLines(path, { records: false })).pieces)).toString();
const text = eventLines(3000);
const halves = [text.slice(0, text.indexOf('\n', 400_000) + 1), text.slice(text.indexOf('\n', 400_000) + 1)];
const checksum = { params: { [constants.ZSTD_c_checksumFlag]: 1 } };

async function streamed(content: string): Promise<Buffer> {
  const compressor = createZstdCompress();
  const pieces: Buffer[] = [];
  compressor.on('data', (piece: Buffer) => pieces.push(piece));
  for (let at = 0; at < content.length; at += 50_000) compressor.write(content.slice(at, at + 50_000));
  compressor.end();
  await once(compressor, 'end');
  return Buffer.concat(pieces);
}

function skippable(magic: number, payload: string): Buffer {
  const frame = Buffer.alloc(8 + payload.length);
  frame.writeUInt32LE(magic, 0);
  frame.writeUInt32LE(payload.length, 4);
  frame.write(payload, 8);
  return frame;
}

/** The bytes that came out, in a trace of their own. */
async function imported(input: Buffer): Promise<string> {
  const out = place.path();
  // Pieces of odd sizes, so that headers are cut apart.
  const pieces = Array.from({ length: Math.ceil(input.length / 997) }, (_, index) =>
    input.subarray(index * 997, (index + 1) * 997),
  );
  await importFixed(out, [inPieces(pieces)]);
  return cat(out);
}

describe('compressed input', () => {
  it('is read from gzip with one or several members', async () => {
    expect(await imported(gzipSync(text))).toBe(text);
    expect(await imported(Buffer.concat(halves.map((half) => gzipSync(half))))).toBe(text);
  });

  it('is read from any row of zstd frames', async () => {
    const forms = {
      sized: zstdCompressSync(text),
      streamed: await streamed(text),
      several: Buffer.concat([zstdCompressSync(halves[0] ?? '', checksum), await streamed(halves[1] ?? '')]),
      strangers: Buffer.concat([
        skippable(0x184d2a53, 'pzstd'),
        zstdCompressSync(halves[0] ?? ''),
        skippable(0x184d2a50, '{"of":"another tool"}'),
        zstdCompressSync(''),
        zstdCompressSync(halves[1] ?? ''),
        skippable(0x184d2a51, 'not ours'),
      ]),
      incompressible: zstdCompressSync(text, { params: { [constants.ZSTD_c_compressionLevel]: -100 } }),
    };
    for (const [name, bytes] of Object.entries(forms)) expect(await imported(bytes), name).toBe(text);
  });

  it('is read from our own traces, also several joined, by both engines', async () => {
    for (const engine of ENGINES) {
      await withEngine(engine, async () => {
        const [first, second] = [place.path(), place.path()];
        await importFixed(first, [textInput(halves[0] ?? '')]);
        await importFixed(second, [textInput(halves[1] ?? '')]);
        expect(await imported(Buffer.concat([readFileSync(first), readFileSync(second)]))).toBe(text);
      });
    }
  });

  it('the portable engine cannot read is said kindly', async () => {
    await withEngine('portable', async () => {
      expect(await imported(zstdCompressSync(text))).toBe(text);
      const error = await appErrorOf(imported(await streamed(text)));
      expect(error).toMatchObject({ code: 'unsupported-here', exitCode: 6 });
      expect(error.hint).toContain('zstdcat');
    });
  });

  it('of another kind is named', async () => {
    for (const [magic, name] of [
      ['BZh91AY', 'bzip2'],
      ['\xfd7zXZ\0', 'xz'],
      ['PK\x03\x04', 'zip'],
    ] as const) {
      const error = await appErrorOf(imported(Buffer.from(magic, 'latin1')));
      expect(error).toMatchObject({ code: 'unsupported-here' });
      expect(error.message).toContain(name);
    }
  });

  it('that ends early gives what is there, and says so', async () => {
    for (const bytes of [
      gzipSync(text),
      await streamed(text),
      Buffer.concat([zstdCompressSync(halves[0] ?? ''), zstdCompressSync(halves[1] ?? '').subarray(0, -5)]),
    ]) {
      const cut = bytes.subarray(0, Math.floor(bytes.length * 0.9));
      const out = place.path();
      const { info, warnings } = await importFixed(out, [inPieces([cut])]);
      expect(info.events).toBeGreaterThan(100);
      expect(text.startsWith(await cat(out))).toBe(true);
      expect(warnings.join()).toMatch(/ends early/);
      expect(info.blindWindows).toContainEqual(expect.objectContaining({ reason: 'input-cut' }));
      const strict = await appErrorOf(importFixed(place.path(), [inPieces([cut])], { strict: true }));
      expect(strict).toMatchObject({ code: 'trace-cut', exitCode: 3 });
    }
  });

  it('that is damaged is refused, with the place', async () => {
    for (const bytes of [
      gzipSync(text),
      zstdCompressSync(text, checksum),
      Buffer.concat([zstdCompressSync(text), Buffer.from('rubbish!')]),
    ]) {
      const copy = Buffer.from(bytes);
      const at = copy.length - 6;
      copy[at] = copy.readUInt8(at) ^ 0x55;
      const error = await appErrorOf(imported(copy));
      expect(error).toMatchObject({ code: 'trace-damaged', exitCode: 5 });
      expect(error.message).toMatch(/byte \d+/);
    }
  });
});

describe('bombs', () => {
  const zeros = Buffer.alloc(1 << 20);

  it('are refused by ratio, and the limit can be raised', async () => {
    const compressor = createZstdCompress();
    const pieces: Buffer[] = [];
    compressor.on('data', (piece: Buffer) => pieces.push(piece));
    for (let count = 0; count < 80; count += 1) compressor.write(zeros);
    compressor.end();
    await once(compressor, 'end');
    const one = zstdCompressSync(Buffer.alloc(8 << 20), checksum);
    const bombs = [
      Buffer.concat(pieces),
      Buffer.concat(Array.from({ length: 12 }, () => one)),
      gzipSync(Buffer.alloc(80 << 20), { level: 9 }),
    ];
    for (const bomb of bombs) {
      const error = await appErrorOf(importFixed(place.path(), [inPieces([bomb])]));
      expect(error).toMatchObject({ code: 'limit-exceeded', exitCode: 5 });
      expect(error.hint).toContain('--max-ratio');
      const raised = await appErrorOf(
        importFixed(place.path(), [inPieces([bomb])], { limits: { maxRatio: 1e9 } }),
      );
      expect(raised.code).toBe('no-events');
    }
  });

  it('whose header lies about the size of their content are damage', async () => {
    const frame = Buffer.from(zstdCompressSync(Buffer.alloc(100_000), checksum));
    // Four bytes of content size behind the descriptor, as the single-segment form has them.
    for (const lie of [10, 99_999, 100_001, 8_000_000]) {
      const copy = Buffer.from(frame);
      expect(copy.readUInt32LE(5)).toBe(100_000);
      copy.writeUInt32LE(lie, 5);
      for (const engine of ENGINES) {
        const error = await withEngine(engine, () => appErrorOf(imported(copy)));
        expect(['trace-damaged', 'unsupported-here'], `${engine} ${lie}`).toContain(error.code);
      }
    }
    const native = await zstdEngine('native');
    expect(() => native.decompressSync(frame, 10)).toThrow();
  });

  it('of one endless line are skipped without being held', async () => {
    const pieceCount = 400;
    const heldBefore = arrayBytesInUse();
    let mostHeld = 0;
    function* pieces() {
      for (let count = 0; count < pieceCount; count += 1) {
        if (count % 50 === 49) mostHeld = Math.max(mostHeld, arrayBytesInUse());
        yield Buffer.alloc(1 << 20, 0x78);
      }
      yield Buffer.from(`\n${text}`);
    }
    const { info } = await importFixed(place.path(), [inPieces(pieces())]);
    expect(info).toMatchObject({ events: 3000, oversizeLines: 1 });
    expect(mostHeld - heldBefore).toBeLessThan(64 << 20);
  });
});

describe('the line splitter', () => {
  it('gives the same lines for any pieces', () => {
    const piece = fc
      .array(fc.constantFrom('a', 'bb', '\n', '\r', 'x'.repeat(7)), { maxLength: 30 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.integer({ min: 1, max: 20 }), (pieces, limit) => {
        const seen: string[] = [];
        const splitter = new LineSplitter(limit, (line: InputLine | OversizeLine) => {
          seen.push(
            line.kind === 'line'
              ? `${line.number} ${line.offset} ${line.ended} ${line.bytes.toString()}`
              : `${line.number} ${line.offset} over ${line.length}`,
          );
        });
        for (const part of pieces) splitter.push(Buffer.from(part));
        splitter.end();
        const whole = pieces.join('');
        const lines = whole.split('\n');
        const last = lines.pop() ?? '';
        let offset = 0;
        const wanted = [
          ...lines.map((line) => [line, true] as const),
          ...(last === '' ? [] : [[last, false] as const]),
        ].map(([line, ended], index) => {
          const at = offset;
          offset += line.length + 1;
          return line.length > limit
            ? `${index + 1} ${at} over ${line.length}`
            : `${index + 1} ${at} ${ended} ${line}`;
        });
        expect(seen).toEqual(wanted);
      }),
    );
  });
});

describe('real captures', () => {
  const folder = process.env['ESDRIFT_CAPTURES'] ?? '';
  if (folder === '') console.warn('skipped: ESDRIFT_CAPTURES names no folder with real captures');

  it.runIf(folder !== '')('import whole', async () => {
    const expected = { 'datadog-agent-v10': 7, 'scratchingpost-v10': 5, 'mullvad-v9-v10-v11': 4 };
    for (const [name, events] of Object.entries(expected)) {
      const path = `${folder}/${name}.jsonl`;
      const out = place.path();
      const { info } = await importFixed(out, [path]);
      expect(info, name).toMatchObject({ events, badLines: 0 });
      const lines = (await cat(out)).split('\n').filter((line) => line !== '');
      const original = (await collect(createReadStream(path)))
        .toString()
        .split('\n')
        .filter((line) => line !== '');
      expect(new Set(lines)).toEqual(new Set(original));
    }
  });
});
