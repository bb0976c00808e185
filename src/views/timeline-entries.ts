/** One event as a line of the timeline: who, what, to what. */
import type { EsEvent, ProcessImage } from '../model/event.ts';
import type { TimelineProgram } from '../model/timeline.ts';
import { authorityOf } from '../model/authority.ts';
import { describeStatus, imageName } from '../processes/describe.ts';
import type { ProcessStep } from '../processes/table.ts';

export interface Happening {
  readonly program: TimelineProgram;
  readonly verb: string;
  readonly object: string | null;
  /** Objects in one directory may stand together. */
  readonly objectIsPath: boolean;
  readonly source: string | null;
  readonly detail: string | null;
  /** All names by which a filter may find it. */
  readonly names: readonly string[];
}

function programOf(image: ProcessImage): TimelineProgram {
  return {
    name: imageName(image),
    pid: image.token.pid,
    path: image.executable,
    signingId: image.signingId ?? null,
    authority: authorityOf(image),
  };
}

function namesOf(
  images: readonly (ProcessImage | undefined)[],
  label: string | undefined,
): readonly string[] {
  const names = images.flatMap((image) =>
    image === undefined ? [] : [imageName(image), image.signingId ?? '', image.executable],
  );
  return [...names, label ?? ''].filter((name) => name !== '');
}

function launched(step: Extract<ProcessStep, { kind: 'launch' }>): Happening {
  const { form, image, before, parent, label } = step;
  const from = form === 're-exec' ? before : parent;
  return {
    program: programOf(image),
    verb: form === 're-exec' ? 'becomes' : 'starts',
    object: null,
    objectIsPath: false,
    source: from === undefined ? null : imageName(from),
    detail: label !== undefined && label !== image.signingId ? label : null,
    names: namesOf([image], label),
  };
}

function ended(step: Extract<ProcessStep, { kind: 'exit' | 'failed-launch' }>): Happening {
  const { image, label, status, kind } = step;
  const failed = kind === 'failed-launch';
  return {
    program: { ...programOf(image), ...(failed && label !== undefined ? { name: label } : {}) },
    verb: failed ? 'fails to start' : 'ends',
    object: null,
    objectIsPath: false,
    source: null,
    detail: describeStatus(status),
    names: namesOf([image], label),
  };
}

function acted(event: EsEvent, label: string | undefined): Happening {
  const { process, payload, type } = event;
  const base = {
    program: programOf(process),
    verb: type,
    source: null,
    detail: null,
    names: namesOf([process], label),
  };
  switch (payload.kind) {
    case 'file':
      return {
        ...base,
        object: payload.path,
        objectIsPath: true,
        source: payload.source ?? null,
        detail: payload.detail ?? null,
      };
    case 'other':
      return {
        ...base,
        object: payload.object === '' ? null : payload.object,
        objectIsPath: payload.objectKind === 'path',
      };
    case 'fork':
      return { ...base, object: `pid ${payload.child.token.pid}`, objectIsPath: false };
    case 'exec':
    case 'exit':
      return { ...base, object: null, objectIsPath: false };
  }
}

/** Undefined for a step that is part of another: xpcproxy on the way to its service. */
export function happeningOf(
  event: EsEvent,
  step: ProcessStep | undefined,
  label: string | undefined,
): Happening | undefined {
  switch (step?.kind) {
    case 'launch':
      return launched(step);
    case 'exit':
    case 'failed-launch':
      return ended(step);
    case 'proxy':
      return undefined;
    case 'fork':
    case undefined:
      return acted(event, label);
  }
}
