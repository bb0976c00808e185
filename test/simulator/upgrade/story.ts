/** The story of an upgrade: steps in order, each saying where it comes from and what in it is a guess. */
import { disk3 } from './places.ts';
import type { Process } from '../process.ts';
import { ALPHANUMERIC, type Random } from '../random.ts';
import type { Act } from '../scheduler.ts';
import type { World } from '../world.ts';
import { perform } from './extras.ts';

export type Phase =
  'requested' | 'brain-staged' | 'downloading' | 'preparing' | 'staged' | 'committing' | 'first-boot';

export interface StoryStep {
  readonly name: string;
  readonly phase: Phase;
  /** What sources show; their keys are in evidence.ts. */
  readonly evidence: string;
  /** What we filled in. */
  readonly guess: string;
  readonly act: (story: Story) => Act;
}

export class Story {
  readonly world: World;
  readonly random: Random;
  /** Whole disk of the system's APFS container. */
  readonly container: string;
  readonly brainAsset: string;
  readonly updateAsset: string;
  readonly #brain: { process: Process | undefined } = { process: undefined };

  constructor(world: World) {
    this.world = world;
    this.random = world.random.stream('story');
    this.container = disk3(this.random);
    this.brainAsset = this.random.hex(40);
    this.updateAsset = this.random.hex(40);
  }

  get brain(): Process {
    if (this.#brain.process === undefined) throw new Error('The brain does not run yet');
    return this.#brain.process;
  }

  set brain(process: Process) {
    this.#brain.process = process;
    this.world.adopt('brain', process);
  }

  /** `CFNetworkDownload_aB3xYz.tmp` */
  downloadName(): string {
    return `CFNetworkDownload_${this.random.text(6, ALPHANUMERIC)}.tmp`;
  }

  *play(steps: readonly StoryStep[]): Act {
    for (const step of steps) {
      yield this.random.around(4000, 0.8);
      yield* step.act(this);
      for (const extra of this.world.tweaks.extras) {
        if (extra.after === step.name) yield* perform(this.world, extra);
      }
    }
  }
}
