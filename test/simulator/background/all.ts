/** Everything that goes on beside the story. */
import type { Background, Activity } from './background.ts';
import { repeat } from './background.ts';
import { LOOKALIKES } from './lookalikes.ts';
import { PEOPLE } from './people.ts';
import { SERVICES } from './services.ts';
import { STORAGE } from './storage.ts';

const ACTIVITIES: readonly Activity[] = [...SERVICES, ...STORAGE, ...PEOPLE, ...LOOKALIKES];

export function startBackground(background: Background, noise: number): void {
  if (noise <= 0) return;
  for (const activity of ACTIVITIES) background.world.scheduler.start(repeat(activity, background, noise));
}
