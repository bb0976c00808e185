import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { BlockPool } from '../../src/platform/block-pool.ts';

const module = fileURLToPath(new URL('../../src/platform/stdin.ts', import.meta.url));

function* piecesOf(input: Buffer): Generator<Buffer, void> {
  for (let at = 0; at < input.length; at += 70_001) yield input.subarray(at, at + 70_001);
}

/** Runs `code` with its input in a pipe, written in pieces of odd sizes. */
async function run(code: string, input: Buffer, ends = true): Promise<string> {
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import { closeStdin, readStdinInBlocks } from ${JSON.stringify(module)};${code}`,
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  let said = '';
  child.stdout.on('data', (text: Buffer) => (said += text.toString()));
  // A reader that is done closes the pipe.
  child.stdin.on('error', () => undefined);
  Readable.from(piecesOf(input)).pipe(child.stdin, { end: ends });
  await once(child, 'close');
  return said;
}

const input = randomBytes(5_000_000);
const digest = createHash('sha256').update(input).digest('hex');

describe('standard input in blocks', () => {
  it.each([
    ['given back at once', 'release(chunk)'],
    ['given back late', 'held.push(chunk); if (held.length > 40) release(held.shift())'],
    ['never given back', ''],
    ['given back twice', 'release(chunk); release(chunk)'],
    ['taken slowly', 'release(chunk); await new Promise((resolve) => setTimeout(resolve, 1))'],
  ])('is what came, whole and in order: %s', async (_, then) => {
    const code = `
      import { createHash } from 'node:crypto';
      const hash = createHash('sha256');
      const held = [];
      const { chunks, release } = readStdinInBlocks();
      for await (const chunk of chunks) { hash.update(chunk); ${then}; }
      console.log(hash.digest('hex'));`;
    expect(await run(code, input)).toBe(`${digest}\n`);
  });

  it('keeps what is held as it came', async () => {
    const code = `
      import { createHash } from 'node:crypto';
      const held = [];
      for await (const chunk of readStdinInBlocks().chunks) held.push(chunk);
      console.log(createHash('sha256').update(Buffer.concat(held)).digest('hex'));`;
    expect(await run(code, input)).toBe(`${digest}\n`);
  });

  it('ends when it is closed, although the writer goes on', async () => {
    const code = `
      const { chunks } = readStdinInBlocks();
      for await (const chunk of chunks) closeStdin();
      console.log('over');`;
    expect(await run(code, input.subarray(0, 1_000), false)).toBe('over\n');
  });
});

describe('blocks', () => {
  it('are used again once they are given back, and only those', () => {
    const pool = new BlockPool(16);
    const first = pool.take();
    expect(pool.take().buffer).not.toBe(first.buffer);
    pool.giveBack(Buffer.alloc(16));
    pool.giveBack(first.subarray(0, 3));
    const again = pool.take();
    expect(again.buffer).toBe(first.buffer);
    expect(again).toHaveLength(16);
    pool.giveBack(again);
    pool.giveBack(again);
    expect(pool.take().buffer).not.toBe(pool.take().buffer);
  });
});
