import { afterEach } from 'vitest';
import { ZSTD_VARIABLE, type ZstdEngineName } from '../../src/platform/zstd.ts';

/** Runs `work` with one engine forced, as a person would. */
export async function withEngine<T>(name: ZstdEngineName, work: () => Promise<T>): Promise<T> {
  process.env[ZSTD_VARIABLE] = name;
  try {
    return await work();
  } finally {
    Reflect.deleteProperty(process.env, ZSTD_VARIABLE);
  }
}

export const ENGINES: readonly ZstdEngineName[] = ['native', 'portable'];

afterEach(() => {
  Reflect.deleteProperty(process.env, ZSTD_VARIABLE);
});
