/** The worker of the page: takes a file, answers with what is in it. */
import { readRecording } from './trace-reading.ts';
import { TraceRefusal } from './trace-refusal.ts';
import type { OpenRequest, WorkerMessage } from './worker-messages.ts';

const post = (message: WorkerMessage): void => postMessage(message);

addEventListener('message', ({ data }: MessageEvent<OpenRequest>) => {
  const onProgress = (doneBytes: number, totalBytes: number): void =>
    post({ kind: 'progress', doneBytes, totalBytes });
  readRecording(data.file, onProgress).then(
    ({ recording, notes }) => post({ kind: 'recording', recording, notes }),
    (error: unknown) => {
      // An error that nobody hears would leave the page reading for ever.
      const reason = error instanceof Error ? error.message : String(error);
      post({
        kind: 'refused',
        reason: error instanceof TraceRefusal ? reason : `This page failed on it, a bug: ${reason}`,
      });
    },
  );
});
