/** What an injection adds to the story. */
import type { Act } from '../scheduler.ts';
import type { Extra } from '../tweaks.ts';
import type { World } from '../world.ts';

const MEAN_PAUSE_MS = 700;

export function* perform(world: World, extra: Extra): Act {
  for (let count = extra.times ?? 1; count > 0; count--) {
    yield* performOnce(world, extra);
    yield world.random.stream(`extra ${extra.do} ${count}`).around(MEAN_PAUSE_MS);
  }
}

function* performOnce(world: World, extra: Extra): Act {
  const { disk, kernel, eslogger } = world;
  const at = (path: string): string => path.replaceAll('{target}', world.step.to.build);
  switch (extra.do) {
    case 'write': {
      disk.write(world.daemon(extra.by), at(extra.path));
      return;
    }
    case 'replace': {
      disk.replace(world.daemon(extra.by), at(extra.path));
      return;
    }
    case 'unlink': {
      disk.unlink(world.daemon(extra.by), at(extra.path));
      return;
    }
    case 'truncate': {
      disk.truncate(world.daemon(extra.by), at(extra.path));
      return;
    }
    case 'rename': {
      disk.rename(world.daemon(extra.by), at(extra.from), at(extra.path));
      return;
    }
    case 'clone': {
      disk.clone(world.daemon(extra.by), at(extra.from), at(extra.path));
      return;
    }
    case 'link': {
      disk.link(world.daemon(extra.by), at(extra.from), at(extra.path));
      return;
    }
    case 'setextattr': {
      disk.setAttribute(world.daemon(extra.by), at(extra.path), extra.name);
      return;
    }
    case 'mount': {
      disk.mount(world.daemon(extra.by), volumeAt(extra.path));
      return;
    }
    case 'unmount': {
      disk.unmount(world.daemon(extra.by), volumeAt(extra.path));
      return;
    }
    case 'notify': {
      eslogger.notify(extra.type, world.daemon(extra.by), extra.body);
      return;
    }
    case 'signal': {
      kernel.signal(world.daemon(extra.by), world.daemon(extra.to), extra.number);
      return;
    }
    case 'run':
      return yield* run(world, extra);
  }
}

const volumeAt = (path: string) => ({ path, from: '/dev/disk3s9', fileSystem: 'apfs', disposition: 1 });

function* run(world: World, { program, parent, args, file }: Extra & { do: 'run' }): Act {
  const { kernel, disk } = world;
  const starter = world.daemon(parent);
  const options = { args: [program.path, ...args] };
  const process =
    starter === kernel.launchd
      ? yield* kernel.launch(program, options)
      : yield* kernel.spawn(starter, program, options);
  if (file !== undefined) disk.write(process, file);
  yield 2000;
  kernel.exit(process);
}
