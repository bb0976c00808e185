/** Services that come and go by themselves: daemons, agents, XPC services, Spotlight's workers. */
import { ALPHANUMERIC, type Random } from '../random.ts';
import type { Act } from '../scheduler.ts';
import type { Activity, Background } from './background.ts';
import { AGENTS, DAEMONS, MDWORKER, XPC_SERVICES } from './programs.ts';
import { randomFile } from './words.ts';

const SIGKILL = 9;
const EXIT_ONE = 256;

const oneOf = <T>(items: readonly T[], random: Random): T | undefined =>
  items[random.int(0, items.length - 1)];

function* service(background: Background, random: Random): Act {
  const program = oneOf(random.chance(0.55) ? DAEMONS : AGENTS, random);
  if (program === undefined) return;
  const { kernel, disk, host } = background.world;
  const process = yield* kernel.launch(program);
  if (random.chance(0.4)) {
    const folder = program.account.uid === 0 ? '/private/var/db' : `${host.home}/Library/Caches`;
    const name = random.pick(['store.db', 'state.plist', 'cache.db-wal', randomFile(random)]);
    disk.write(process, `${folder}/${program.signingId}/${name}`);
  }
  yield random.exponential(25_000);
  yield* kernel.retire(process, random.pick([0, 0, 0, SIGKILL, SIGKILL, EXIT_ONE]));
}

function* xpcService(background: Background, random: Random): Act {
  const program = oneOf(XPC_SERVICES, random);
  const app = oneOf(background.apps, random);
  if (program === undefined) return;
  const { kernel } = background.world;
  const host =
    app !== undefined && random.chance(0.7)
      ? background.app(app)
      : background.resident(random.pick(['Finder', 'Dock', 'duetexpertd']));
  const process = yield* kernel.launch(program, { responsible: host });
  yield random.exponential(20_000);
  yield* kernel.retire(process, random.pick([0, SIGKILL]));
}

function* spotlight(background: Background, random: Random): Act {
  const { kernel, disk, host } = background.world;
  const store = background.resident('mds_stores');
  const folder = `/System/Volumes/Data/.Spotlight-V100/Store-V2/${host.volumeGroup}`;
  for (let count = random.int(1, 4); count > 0; count--) {
    const worker = yield* kernel.launch(MDWORKER, {
      args: [MDWORKER.path, '-s', 'mdworker', '-c', 'MDSImporterWorker', '-m', 'com.apple.mdworker.shared'],
      label: `com.apple.mdworker.shared.${random.hex(8).toUpperCase()}-0${random.int(1, 9)}00-0000-0000-000000000000`,
    });
    yield random.exponential(4000);
    const name = random.pick([
      'live.0.indexUpdates',
      'reverseDirectoryStore',
      `tmp.${random.text(6, ALPHANUMERIC)}`,
      `Cache/0000/0000/00${random.hex(2)}/${random.digits(7)}.txt`,
    ]);
    disk.write(store, `${folder}/${name}`);
    yield random.exponential(30_000);
    yield* kernel.retire(worker, random.pick([0, SIGKILL]));
  }
}

export const SERVICES: readonly Activity[] = [
  { name: 'service', everyMs: 70_000, act: service },
  { name: 'xpc service', everyMs: 110_000, act: xpcService },
  { name: 'spotlight', everyMs: 280_000, act: spotlight },
];
