/** The worker of the page: takes a file, answers with what is in it. */
import { readTrace } from './trace-reading.ts';
import { TraceRefusal } from './trace-records.ts';
import type { OpenRequest, WorkerMessage } from './worker-messages.ts';

const post = (message: WorkerMessage): void => postMessage(message);

addEventListener('message', ({ data }: MessageEvent<OpenRequest>) => {
  const onProgress = (doneBytes: number, totalBytes: number): void =>
    post({ kind: 'progress', doneBytes, totalBytes });
  readTrace(data.file, onProgress).then(
    ({ recording, notes }) => post({ kind: 'recording', recording, notes }),
    (error: unknown) => {
      if (error instanceof TraceRefusal) post({ kind: 'refused', reason: error.message });
      else throw error;
    },
  );
});
