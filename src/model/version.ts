import type { Producer } from './trace.ts';

/** Kept equal to package.json by a test. */
export const VERSION = '0.1.0';
export const PRODUCER: Producer = { name: 'esdrift', version: VERSION };
