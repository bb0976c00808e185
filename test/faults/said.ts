/** What the recorder says when it ends, held against what it left. */
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Judgement } from './judge.ts';
import type { RanRecorder } from './recorder-run.ts';

interface Said {
  readonly code?: string;
  readonly message?: string;
  readonly hint?: string;
  readonly endReason?: string;
  readonly events?: number;
}

/** `sent`: events that eslogger had to write. */
export function saidProblems(ran: RanRecorder, { left, events }: Judgement, sent: number): readonly string[] {
  const said = JSON.parse(ran.stdout === '' ? '{}' : ran.stdout) as Said;
  switch (ran.code) {
    case 0:
      if (left !== 'whole' || said.events !== events) return ['it said success and left no whole trace'];
      return said.endReason === 'disk-floor' || events === sent
        ? []
        : [`${sent - events} events are missing unsaid`];
    case 2: {
      const files = readdirSync(dirname(ran.out)).filter((name) => name !== 'journal');
      return files.length === 0 ? [] : [`it recorded nothing and left ${files.join(', ')}`];
    }
    case 3: {
      const message = said.message ?? '';
      const told = /holds (?:all|the first) (\d+) /.exec(message)?.[1];
      if (said.code !== 'recording-cut') return [`it ended with 3 for ${said.code ?? 'no reason'}`];
      return Number(told) === events ? [] : [`it said "${message}" and left ${events} events`];
    }
    case null:
    default:
      return [`it ended with ${ran.code ?? 'a signal'}: ${ran.stderr}${ran.stdout}`];
  }
}
