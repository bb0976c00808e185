import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Bytes of buffers that something still refers to: what waits to be collected is collected first, however busy the machine is. */
export function arrayBytesInUse(): number {
  // The first run frees the buffers, the second sees that they were freed.
  collectGarbage();
  collectGarbage();
  return process.memoryUsage().arrayBuffers;
}
