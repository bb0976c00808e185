/** Events of other kinds, the order of things, and what lines look like. */
import type { EventName } from '../eslogger.ts';
import type { Json, JsonObject } from '../json.ts';
import type { UpgradeProgram } from '../upgrade-programs.ts';
import { adding, variant, type Injection, type Variant } from './variant.ts';

const UPDATE = '/System/Volumes/Update';

/** Undefined values leave a key out. */
const inLines = (
  note: string,
  word: string,
  edit: (type: EventName, line: JsonObject) => JsonObject,
): Variant => variant(note, { editLine: edit }, { word });

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const inExec =
  (edit: (exec: JsonObject) => JsonObject) =>
  (type: EventName, line: JsonObject): JsonObject => {
    const { event } = line;
    if (type !== 'exec' || !isObject(event) || !isObject(event['exec'])) return line;
    return { ...line, event: { exec: edit(event['exec']) } };
  };

const inProcess =
  (edit: (process: JsonObject) => JsonObject) =>
  (_type: EventName, line: JsonObject): JsonObject =>
    isObject(line['process']) ? { ...line, process: edit(line['process']) } : line;

const without = (id: UpgradeProgram, ...more: readonly UpgradeProgram[]): ReadonlySet<UpgradeProgram> =>
  new Set([id, ...more]);

export const EVENT_INJECTIONS: readonly Injection[] = [
  {
    name: 'mount-missing',
    variants: [variant('/System/Volumes/Update/mnt1', { mountsUpdateVolume: false })],
  },
  {
    name: 'mount-new',
    variants: [
      adding('the brain mounts a volume', `${UPDATE}/cryptex`, {
        after: 'preflight',
        do: 'mount',
        by: 'brain',
        path: `${UPDATE}/cryptex`,
      }),
      adding('the brain mounts the iSCPreboot volume', 'iSCPreboot', {
        after: 'prepare',
        do: 'mount',
        by: 'brain',
        path: '/System/Volumes/iSCPreboot',
      }),
    ],
  },
  {
    name: 'signal-new',
    variants: [
      adding('the brain signals softwareupdated', 'signal', {
        after: 'staged',
        do: 'signal',
        by: 'brain',
        to: 'mobile-softwareupdated',
        number: 30,
      }),
    ],
  },
  {
    name: 'kext-event-new',
    variants: [
      adding('the brain loads an extension', 'com.apple.driver.AppleSEPUpdate', {
        after: 'prepare',
        do: 'notify',
        by: 'brain',
        type: 'kextload',
        body: { identifier: 'com.apple.driver.AppleSEPUpdate' },
      }),
    ],
  },
  {
    name: 'code-invalidated',
    variants: [
      adding('of the brain', 'cs_invalidated', {
        after: 'prepare',
        do: 'notify',
        by: 'brain',
        type: 'cs_invalidated',
        body: {},
      }),
    ],
  },
  {
    name: 'order-swapped',
    variants: [
      variant('brain asset after the download', { order: 'download, brain-asset, brain-runs' }, { word: '' }),
      variant('brain runs before the download', { order: 'brain-runs, download' }, { word: '' }),
    ],
  },
  {
    name: 'commit-before-staged',
    variants: [
      variant('the launcher runs before Update.plist is written', { steps: committedFirst }, { word: '' }),
    ],
  },
  {
    name: 'commit-gone',
    variants: [variant('no SoftwareUpdateLauncher', { absent: without('commit-launcher') }, { word: '' })],
  },
  {
    name: 'preparation-gone',
    variants: [
      variant(
        'no setup engine',
        { absent: without('osinstallersetupd', 'osishelperd') },
        { word: 'osinstallersetupd' },
      ),
    ],
  },
  {
    name: 'exec-key-new',
    variants: [
      variant('text', { execKeys: { launch_reason: 'on-demand' } }, { word: 'launch_reason' }),
      variant('object', { execKeys: { provenance: { rule: 7 } } }, { word: 'provenance' }),
    ],
  },
  {
    name: 'exec-key-gone',
    variants: [
      inLines(
        'dyld_exec_path',
        'dyld_exec_path',
        inExec((exec) => ({ ...exec, dyld_exec_path: undefined })),
      ),
    ],
  },
  {
    name: 'key-type-changed',
    variants: [
      inLines(
        'last_fd',
        'last_fd',
        inExec((exec) => ({ ...exec, last_fd: '3' })),
      ),
      inLines(
        'ppid',
        'ppid',
        inProcess((process) => ({ ...process, ppid: '1' })),
      ),
    ],
  },
  {
    name: 'envelope-key-new',
    variants: [
      inLines('boot_session', 'boot_session', (_type, line) => ({ ...line, boot_session: 'F2A0' })),
      inLines(
        'process.role',
        'role',
        inProcess((process) => ({ ...process, role: 'daemon' })),
      ),
    ],
  },
];

function committedFirst<Step extends { readonly name: string }>(steps: readonly Step[]): readonly Step[] {
  const [staged, commit] = ['staged', 'commit'].map((name) => steps.findIndex((step) => step.name === name));
  const [early, late] = [steps[staged ?? -1], steps[commit ?? -1]];
  if (early === undefined || late === undefined) return steps;
  return steps.map((step) => (step === early ? late : step === late ? early : step));
}
