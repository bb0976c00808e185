/** Opens a trace, or a capture of eslogger, that somebody drops on the page or chooses: a worker in this page reads it, and it goes nowhere. */
import { formatBytes } from '../report/byte-size.ts';
import { append, button, el, fill } from './dom.ts';
import { recordingBlock } from './recording.ts';
import { openedRules } from './rules.ts';
import { section } from './section.ts';
import { timelineView } from './timeline/view.ts';
import type { OpenRequest, WorkerMessage } from './worker-messages.ts';

export function openTraceSection(): HTMLElement {
  const place = el('div', { class: 'opened' });
  const status = el('p', { class: 'shown', role: 'status' });
  const input = el('input', { id: 'trace-file', class: 'file-input' });
  input.type = 'file';
  input.accept = '.zst,.partial,.jsonl,.json,.ndjson,.gz';
  let running: Worker | undefined;
  const open = (file: File): void => {
    running?.terminate();
    running = undefined;
    fill(place);
    fill(status, 'Opening ', file.name, ' …');
    startWorker().then(
      (worker) => {
        running = worker;
        const stop = button('Stop', () => {
          worker.terminate();
          fill(status, 'Stopped.');
        });
        worker.addEventListener('message', ({ data }: MessageEvent<WorkerMessage>) => take(data, file, stop));
        worker.addEventListener('error', (event) => refuse(event.message));
        worker.postMessage({ file } satisfies OpenRequest);
      },
      (error: unknown) => refuse(error instanceof Error ? error.message : String(error)),
    );
  };
  const refuse = (reason: string): void => {
    running?.terminate();
    fill(status, el('strong', {}, 'Not opened. '), reason);
  };
  const take = (message: WorkerMessage, file: File, stop: HTMLButtonElement): void => {
    switch (message.kind) {
      case 'progress':
        fill(
          status,
          `Reading ${file.name}: ${formatBytes(message.doneBytes)} of ${formatBytes(message.totalBytes)} `,
          stop,
        );
        return;
      case 'refused':
        refuse(message.reason);
        return;
      case 'recording': {
        running?.terminate();
        const { recording, notes } = message;
        const view = timelineView([recording], ['Recording']);
        fill(status, `${file.name}: open. It was read in this page and sent nowhere.`);
        fill(place, ...notes.map((note) => el('p', { class: 'note' }, note)), view.element);
        append(place, [openedRules(recording), recordingBlock(recording, file.name)]);
        view.redraw();
      }
    }
  };
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file !== undefined) open(file);
  });
  acceptDrops((file) => {
    open(file);
    document.getElementById('open')?.scrollIntoView();
  });
  const label = el('label', { class: 'file-label' }, 'Choose a trace file');
  label.htmlFor = 'trace-file';
  return section(
    {
      id: 'open',
      title: 'Open a trace',
      lead: 'Drop a trace (NAME.jsonl.zst), or lines as eslogger writes them (plain or gzip), anywhere on this page, or choose one. It is decoded here; nothing leaves the page.',
    },
    el('div', { class: 'drop-place' }, input, label),
    status,
    place,
  );
}

function acceptDrops(open: (file: File) => void): void {
  let depth = 0;
  const mark = (): void => {
    document.body.classList.toggle('dropping', depth > 0);
  };
  addEventListener('dragenter', (event) => {
    event.preventDefault();
    depth += 1;
    mark();
  });
  addEventListener('dragleave', () => {
    depth = Math.max(0, depth - 1);
    mark();
  });
  addEventListener('dragover', (event) => event.preventDefault());
  addEventListener('drop', (event) => {
    event.preventDefault();
    depth = 0;
    mark();
    const file = event.dataTransfer?.files[0];
    if (file !== undefined) open(file);
  });
}

interface ScriptUrlPolicy {
  createScriptURL(url: string): string;
}
interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptUrlPolicy;
}

/** Where the browser has Trusted Types, the page's policy lets one address become a script: that of the worker below. */
function policy(): ScriptUrlPolicy {
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  const rules = { createScriptURL: (url: string) => url };
  return factory === undefined ? rules : factory.createPolicy('esdrift-worker', rules);
}

let workerUrl: Promise<string> | undefined;

/** Unpacked when it is needed first: most readers never open a trace. */
async function startWorker(): Promise<Worker> {
  workerUrl ??= unpackWorker();
  return new Worker(await workerUrl);
}

async function unpackWorker(): Promise<string> {
  const packed = document.getElementById('esdrift-worker')?.textContent ?? '';
  const bytes = Uint8Array.from(atob(packed.trim()), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const code = await new Response(stream).text();
  return policy().createScriptURL(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })));
}
