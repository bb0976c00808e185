/** An event that is a signal, as it is kept: nothing of the line itself stays in memory. */
import { roundMs } from '../model/offset.ts';
import type { SignalEvidence } from '../model/detection.ts';
import type { EsEvent } from '../model/event.ts';
import type { Signal } from '../model/rules.ts';

/** When something happened, by the clock of the recording. */
export interface Moment {
  readonly time: string;
  readonly timeMs: number;
  readonly segment: number;
}

export interface Hit extends Moment {
  readonly evidence: SignalEvidence;
  readonly signal: Signal;
}

/** What is shown of arguments, paths and the like. */
const LONGEST_TEXT = 400;

export function hitOf(signal: Signal, event: EsEvent, startMs: number): Hit {
  const { time, timeMs, segment, globalSeq, type: eventType } = event;
  const subject = event.payload.kind === 'exec' ? event.payload.target : event.process;
  const evidence = {
    ...describe(signal),
    time: own(time),
    offsetMs: roundMs(timeMs - startMs),
    segment,
    globalSeq,
    eventType: own(eventType),
    actor: own(subject.executable),
    signingId: subject.signingId === undefined ? null : own(subject.signingId),
    object: own(objectOf(event)),
  };
  return { signal, evidence, time: evidence.time, timeMs, segment };
}

export function probeHit(signal: Signal, moment: Moment, object: string, startMs: number): Hit {
  const evidence = {
    ...describe(signal),
    time: moment.time,
    offsetMs: roundMs(moment.timeMs - startMs),
    segment: moment.segment,
    globalSeq: null,
    eventType: 'probe',
    actor: '',
    signingId: null,
    object: own(object),
  };
  return { ...moment, signal, evidence };
}

function describe({ id, title, program, evidence }: Signal) {
  return { signal: id, title, program, level: evidence };
}

function objectOf({ payload }: EsEvent): string {
  switch (payload.kind) {
    case 'exec':
      return payload.args.join(' ');
    case 'fork':
      return payload.child.executable;
    case 'exit':
      return payload.status.kind === 'exited'
        ? `code ${payload.status.code}`
        : `signal ${payload.status.signal}`;
    case 'file':
      return payload.source === undefined ? payload.path : `${payload.source} → ${payload.path}`;
    case 'other':
      return payload.object;
  }
}

/** A piece of a line keeps the whole line in memory; hits outlive theirs by hours. */
function own(text: string): string {
  const short = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
  return new TextDecoder().decode(new TextEncoder().encode(short));
}
