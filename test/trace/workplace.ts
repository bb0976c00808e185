import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { importTrace, type ImportOptions, type ImportResult } from '../../src/operations/trace-import.ts';
import type { Input } from '../../src/trace/input/open-input.ts';

/** A folder of its own for a test file, removed at the end. */
export function workplace(name: string) {
  const folder = mkdtempSync(join(tmpdir(), `esdrift-${name}-`));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  let next = 0;
  return {
    folder,
    path: (file = `file-${(next += 1)}.jsonl.zst`) => join(folder, file),
    write: (bytes: string | Uint8Array, file = `input-${(next += 1)}`) => {
      const path = join(folder, file);
      writeFileSync(path, bytes);
      return path;
    },
    read: (path: string) => readFileSync(path),
  };
}

/** An input that comes in the given pieces. */
export function inPieces(pieces: Iterable<Uint8Array>, name = 'input.jsonl'): Input {
  async function* chunks(): AsyncGenerator<Buffer, void> {
    for (const piece of pieces) yield await Promise.resolve(Buffer.from(piece));
  }
  return { name, chunks: chunks() };
}

export function textInput(text: string, name = 'input.jsonl'): Input {
  return inPieces([Buffer.from(text)], name);
}

/** An import whose clock and randomness never change. */
export function importFixed(
  out: string,
  inputs: ImportOptions['inputs'],
  options: Partial<ImportOptions> = {},
): Promise<ImportResult> {
  return importTrace({
    inputs,
    out,
    cwd: '.',
    now: () => Date.UTC(2026, 5, 1),
    randomBytes: (count) => new Uint8Array(count).fill(7),
    ...options,
  });
}

/** The error a promise ends with; fails where it ends well, or with an error nobody raised on purpose. */
export async function appErrorOf(promise: Promise<unknown>): Promise<AppError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('there was no error');
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

export async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await all(pieces));
}
