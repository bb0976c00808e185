/** What every background activity gets, and the loop that repeats it. */
import type { Process } from '../process.ts';
import type { Random } from '../random.ts';
import type { Act } from '../scheduler.ts';
import type { World } from '../world.ts';
import { RESIDENT, TOOLS, type InstalledApp, type ResidentName } from './programs.ts';

/** Something that happens now and then, on its own. */
export interface Activity {
  readonly name: string;
  /** Mean time between two of them at noise 1. */
  readonly everyMs: number;
  readonly act: (background: Background, random: Random) => Act;
}

export class Background {
  readonly world: World;
  readonly apps: readonly InstalledApp[];
  readonly #residents = new Map<string, Process>();

  constructor(world: World, apps: readonly InstalledApp[]) {
    this.world = world;
    this.apps = apps;
  }

  resident(name: ResidentName): Process {
    return this.#keep(name, () => this.world.kernel.resident(RESIDENT[name]));
  }

  /** The window of an app: up since before, or opened again. */
  app(app: InstalledApp): Process {
    return this.#keep(app.main.path, () => this.world.kernel.resident(app.main));
  }

  /** The shell somebody has open in Terminal. */
  shell(): Process {
    return this.#keep('shell', () => {
      const { kernel, clock, host } = this.world;
      const tty = this.world.tty(host.terminal, clock.wallNs - 3_600_000_000_000n);
      const login = kernel.resident(TOOLS.login, { parent: this.resident('Terminal'), session: true, tty });
      return kernel.resident(TOOLS.zsh, { parent: login });
    });
  }

  #keep(name: string, make: () => Process): Process {
    const found = this.#residents.get(name);
    if (found?.alive === true) return found;
    const process = make();
    this.#residents.set(name, process);
    return process;
  }
}

export function* repeat(activity: Activity, background: Background, noise: number): Act {
  const random = background.world.random.stream(`background/${activity.name}`);
  const meanMs = activity.everyMs / noise;
  // The first one comes after anything between nothing and a whole interval.
  for (let first = true; ; first = false) {
    yield first ? random.exponential(meanMs) * random.next() : random.exponential(meanMs);
    yield* activity.act(background, random);
  }
}
