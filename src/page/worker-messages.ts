/** What the page and its worker say to each other. */
import type { PageRecording } from '../model/page.ts';

export interface OpenRequest {
  readonly file: File;
}

export type WorkerMessage =
  | { readonly kind: 'progress'; readonly doneBytes: number; readonly totalBytes: number }
  | { readonly kind: 'recording'; readonly recording: PageRecording; readonly notes: readonly string[] }
  | { readonly kind: 'refused'; readonly reason: string };
