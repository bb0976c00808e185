import { describe, expect, it } from 'vitest';
import { RecordingQueue } from '../../src/recorder/recording-queue.ts';

const pieces = Array.from({ length: 20 }, (_, index) => Buffer.alloc(10, index));
async function* source(fails = false): AsyncGenerator<Buffer, void> {
  for (const piece of pieces) yield await Promise.resolve(piece);
  if (fails) throw new Error('the pipe broke');
}

function queueOf(limitBytes: number) {
  const waits: number[] = [];
  let now = 0;
  const queue = new RecordingQueue({
    limitBytes,
    clock: () => (now += 5),
    onWaited: ({ queuedBytes, waitedMs }) => {
      expect(waitedMs).toBeGreaterThan(0);
      waits.push(queuedBytes);
    },
  });
  return { queue, waits };
}

async function readAll(queue: RecordingQueue): Promise<readonly Buffer[]> {
  const read: Buffer[] = [];
  for await (const chunk of queue.chunks()) read.push(chunk);
  return read;
}

describe('what waits between eslogger and the trace', () => {
  it('comes out whole and in order, and nobody waits below the limit', async () => {
    const { queue, waits } = queueOf(1_000);
    const filling = queue.fillFrom(source());
    expect(Buffer.concat(await readAll(queue))).toEqual(Buffer.concat(pieces));
    await filling;
    expect(waits).toEqual([]);
  });

  it('never grows past the limit, and every wait is told', async () => {
    const { queue, waits } = queueOf(50);
    const filling = queue.fillFrom(source());
    // The reader is late: by then the queue is full.
    await new Promise((resolve) => setImmediate(resolve));
    expect(await readAll(queue)).toHaveLength(20);
    await filling;
    expect(waits.length).toBeGreaterThan(0);
    expect(Math.max(...waits)).toBe(50);
  });

  it('gives what came before a source broke, then its error', async () => {
    const { queue } = queueOf(1_000);
    const read: Buffer[] = [];
    void queue.fillFrom(source(true));
    await expect(
      (async () => {
        for await (const chunk of queue.chunks()) read.push(chunk);
      })(),
    ).rejects.toThrow('the pipe broke');
    expect(read).toHaveLength(20);
  });

  it('lets a waiting source go when it is closed', async () => {
    const { queue } = queueOf(50);
    const filling = queue.fillFrom(source());
    await new Promise((resolve) => setImmediate(resolve));
    queue.close();
    await filling;
    expect((await readAll(queue)).length).toBeGreaterThanOrEqual(5);
  });
});
