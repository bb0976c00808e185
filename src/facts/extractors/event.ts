/** Everything else that was recorded: `[program, event type, object]`. Nothing is ignored, least of all a type nobody knows yet. */
import { nameOfImage } from '../../eslogger/decode-object.ts';
import type { EventPayload, ExitStatus } from '../../model/event.ts';
import { assertNever } from '../../errors.ts';
import { normalizePath } from '../../normalize/path.ts';
import { normalizeText } from '../../normalize/text.ts';
import { assumedLaunchd } from '../../processes/launchd.ts';
import type { Emit, Extractor, Observation } from '../extractor.ts';

export const eventExtractor: Extractor = {
  kind: 'event',
  observe: (observation, emit) => {
    const { event, actor } = observation;
    const { payload, type } = event;
    switch (payload.kind) {
      case 'exec':
      case 'fork':
      case 'file':
        return;
      case 'exit':
        observeExit(observation, payload.status, emit);
        return;
      case 'other':
        emit('event', [actor, type, objectOf(observation, payload)]);
        return;
      default:
        assertNever(payload);
    }
  },
};

function observeExit({ event, step, actor, programOf }: Observation, status: ExitStatus, emit: Emit): void {
  const how = status.kind === 'exited' ? `exit ${status.code}` : `signal ${status.signal}`;
  if (step?.kind === 'failed-launch') {
    // The job is launchd's; xpcproxy only says that it never came to run.
    const label = step.label === undefined ? '' : ` ${normalizeText(step.label)}`;
    emit('event', [
      programOf(assumedLaunchd(event.process.token)),
      event.type,
      `failed launch${label}: ${how}`,
    ]);
    return;
  }
  emit('event', [actor, event.type, how]);
}

/** A path template, or text in which the other process is called by its program key. */
function objectOf({ programOf }: Observation, payload: Extract<EventPayload, { kind: 'other' }>): string {
  const { object, objectKind, target } = payload;
  if (objectKind === 'path') return normalizePath(object);
  if (target === undefined) return normalizeText(object);
  const name = nameOfImage(target);
  const rest = object.startsWith(name) ? object.slice(name.length) : ` ${object}`;
  return `${programOf(target)}${normalizeText(rest.trimEnd())}`;
}
