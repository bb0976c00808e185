/** What may differ between two recordings of one behaviour. None of it is drift. */
import type { Conditions } from './conditions.ts';
import type { TokenForm } from './process.ts';
import type { Random } from './random.ts';
import type { MacosVersion } from './versions.ts';

export interface HarmlessRun {
  readonly conditions?: Partial<Conditions>;
  /** Times the background of the other runs. */
  readonly background?: number;
  readonly tokenForm?: TokenForm;
  /** Another build with the same behaviour. */
  readonly target?: (target: MacosVersion) => MacosVersion;
  /** What the trace says of its Mac. */
  readonly machine?: { readonly model: string; readonly virtualMachine: boolean };
}

export interface HarmlessVariation {
  readonly name: string;
  readonly draw: (random: Random) => HarmlessRun;
}

const USERS = [
  'ödegård',
  'mac-admin-07',
  'x',
  'maría josé',
  'svc_deploy',
  '李雷',
  'root2',
  'com.example',
] as const;
const VOLUMES = [
  'MacSoftwareUpdate',
  'Ünïted',
  'Backup of Backup',
  'v1.2.3',
  '25C56',
  'My Passport',
] as const;
const HARDWARE = ['Mac13,1', 'Mac14,12', 'Mac16,11', 'Mac17,2'] as const;

const on = (conditions: Partial<Conditions>): HarmlessRun => ({ conditions });

export const HARMLESS: readonly HarmlessVariation[] = [
  { name: 'another seed alone', draw: () => ({}) },
  {
    name: 'user',
    draw: (random) => {
      const name = random.pick(USERS);
      const uid = random.int(503, 890);
      return on({
        host: (host) => ({
          ...host,
          user: { name, uid, gid: 20 },
          home: `/Users/${name}`,
          computerName: `${name}s-mac`,
          sessionEnv: host.sessionEnv.map((entry) => entry.replaceAll(host.user.name, name)),
        }),
      });
    },
  },
  {
    name: 'volumes',
    draw: (random) =>
      on({
        host: (host) => ({
          ...host,
          volumeGroup: random.uuid(),
          extraVolumes: random.sample(VOLUMES, random.int(1, 4)),
        }),
      }),
  },
  { name: 'quiet', draw: () => ({ background: 0.2 }) },
  { name: 'busy', draw: () => ({ background: 3 }) },
  {
    name: 'host type',
    draw: (random) =>
      random.chance(0.5)
        ? { machine: { model: 'VirtualMac2,1', virtualMachine: true } }
        : { machine: { model: random.pick(HARDWARE), virtualMachine: false } },
  },
  { name: 'ends at the restart', draw: () => on({ until: 'restart' }) },
  { name: 'ends after the first boot', draw: () => on({ until: 'first-boot' }) },
  { name: 'key order', draw: (random) => on({ keyOrder: random.pick(['sorted', 'reversed'] as const) }) },
  { name: 'token form', draw: () => ({ tokenForm: 'array' }) },
  {
    name: 'build numbers',
    draw: (random) => ({
      target: (target) => ({ ...target, build: `${target.build.slice(0, 3)}${random.int(60, 4999)}` }),
    }),
  },
  {
    name: 'third-party software',
    draw: (random) => ({ ...on({ strangers: random.int(2, 6) }), background: 1.5 }),
  },
  { name: 'download size', draw: (random) => on({ downloadScale: random.pick([0.3, 0.5, 2, 3] as const) }) },
  { name: 'slow Mac', draw: (random) => on({ pace: random.pick([0.7, 1.5, 2.2] as const) }) },
];
