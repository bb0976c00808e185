/**
 * One eslogger line, decoded. The quirks of macOS and message versions are gone here: src/eslogger removed them.
 */

/** Who a process is: pid and pidversion name one execution within one boot. */
export interface AuditToken {
  readonly pid: number;
  readonly pidversion: number;
  readonly auid: number;
  readonly euid: number;
  readonly egid: number;
  readonly ruid: number;
  readonly rgid: number;
  readonly asid: number;
}

/** `es_process_t`: a process as it was when the event happened. */
export interface ProcessImage {
  readonly token: AuditToken;
  readonly parentToken: AuditToken | undefined;
  readonly responsibleToken: AuditToken | undefined;
  readonly ppid: number;
  readonly originalPpid: number;
  readonly groupId: number;
  readonly sessionId: number;
  /** Absent for unsigned code. */
  readonly signingId: string | undefined;
  readonly teamId: string | undefined;
  /** 40 hex digits, upper case. */
  readonly cdhash: string | undefined;
  /** uint32, see CS_* in XNU's cs_blobs.h; the state at event time. */
  readonly codesigningFlags: number;
  readonly isPlatformBinary: boolean;
  readonly isEsClient: boolean;
  /** From message version 10 on. */
  readonly validationCategory: number | undefined;
  readonly executable: string;
  readonly tty: string | undefined;
  /** Time of the fork, as eslogger wrote it; exec does not change it. */
  readonly startTime: string | undefined;
  /** Its program key, as long as it runs no script; there and absent as templates of payloads are. */
  readonly program?: string | undefined;
  /** Images with the same number are of the same program, in the sense of KnownPrograms; there and absent as its key is. */
  readonly programNumber?: number | undefined;
}

/** A wait(2) status, taken apart. */
export type ExitStatus =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'signaled'; readonly signal: number; readonly coreDumped: boolean };

/** Operations that change what a path is or holds. Each becomes `file` facts. */
export const FILE_OPERATIONS = [
  'create',
  'rename',
  'clone',
  'copyfile',
  'link',
  'unlink',
  'write',
  'truncate',
  'close',
  'exchangedata',
  'setextattr',
  'deleteextattr',
  'setmode',
  'setowner',
  'setflags',
  'setacl',
  'setattrlist',
  'utimes',
] as const;
export type FileOperation = (typeof FILE_OPERATIONS)[number];

/** Templates (see src/normalize) are there where whoever decoded the event worked them out; where one is absent, whoever needs it does. */
export type EventPayload =
  | {
      readonly kind: 'exec';
      readonly target: ProcessImage;
      readonly args: readonly string[];
      /** The template vector of `args`, as the text of a JSON array. */
      readonly argsTemplate?: string | undefined;
      readonly env: readonly string[];
      readonly cwd: string | undefined;
      /** Only where `#!` started it directly. */
      readonly script: string | undefined;
      readonly cputype: number | undefined;
    }
  | { readonly kind: 'fork'; readonly child: ProcessImage }
  | { readonly kind: 'exit'; readonly status: ExitStatus }
  | {
      readonly kind: 'file';
      readonly operation: FileOperation;
      /** What the operation makes or changes: the destination of a rename, clone, copyfile or link. */
      readonly path: string;
      readonly pathTemplate?: string | undefined;
      /** In the form of canonicalPath; there and absent as templates are. */
      readonly canonicalPath?: string | undefined;
      /** The origin of a rename, clone, copyfile or link. */
      readonly source: string | undefined;
      readonly sourceTemplate?: string | undefined;
      readonly canonicalSource?: string | undefined;
      /** `close` only: false where nothing was written through this descriptor. */
      readonly modified: boolean | undefined;
      /** Name of the extended attribute for setextattr and deleteextattr. */
      readonly detail: string | undefined;
    }
  | {
      readonly kind: 'other';
      /** What the event was about, as one string: a path, a mount point, a service name. Empty where there is none. */
      readonly object: string;
      /** Paths take part in path templates and directory collapsing; text does not. */
      readonly objectKind: 'path' | 'text';
      /** The other process of signal, get_task, proc_check, trace and their like. */
      readonly target: ProcessImage | undefined;
    };

/** What a line looks like: its keys and their JSON types. */
export interface LineForm {
  /** The parsed line; its strings and numbers may have been made empty. */
  readonly line: Readonly<Record<string, unknown>>;
  /** Other lines of this form have the same object. */
  readonly shared: boolean;
}

export interface EsEvent {
  /** Index of the segment within the trace, from 0. */
  readonly segment: number;
  /** Short name: the one key under `event`. Names outside the catalogue pass. */
  readonly type: string;
  readonly messageVersion: number;
  /** Per client and event type. */
  readonly seq: number;
  /** Per client. */
  readonly globalSeq: number;
  /** mach_absolute_time ticks; rounded above 2^53, so for order within one boot only. */
  readonly machTime: number;
  /** Wall clock, UTC, as eslogger wrote it. */
  readonly time: string;
  /** The same in milliseconds since the epoch, with fraction. */
  readonly timeMs: number;
  readonly threadId: number | undefined;
  /** The process that acted. For exec, the image before. */
  readonly process: ProcessImage;
  readonly payload: EventPayload;
  /** For facts about eslogger's own output. */
  readonly form: LineForm;
}
