/**
 * A recording that nobody made: eslogger lines of one upgrade, or of an idle Mac, deterministic by seed.
 * The story comes from public sources (evidence.ts, the steps in upgrade/), the rest from random numbers.
 */
import { Background } from './background/background.ts';
import { startBackground } from './background/all.ts';
import { recoveryBrain, updateCheck } from './background/lookalikes.ts';
import { installApps, strangeApps, type InstalledApp } from './background/programs.ts';
import { USUAL_CONDITIONS, type Conditions } from './conditions.ts';
import { EVENT_NAMES } from './eslogger.ts';
import { makeHost, type Host } from './host.ts';
import type { Negative } from './negatives/negative.ts';
import type { TokenForm } from './process.ts';
import { Random } from './random.ts';
import type { Act } from './scheduler.ts';
import { NO_TWEAKS, type Tweaks } from './tweaks.ts';
import { firstBootSteps } from './upgrade/first-boot.ts';
import { installerSteps } from './upgrade/installer.ts';
import { otaSteps } from './upgrade/ota.ts';
import { Story, type StoryStep } from './upgrade/story.ts';
import type { MacosVersion, Step } from './versions.ts';
import { World } from './world.ts';

export const SCENARIOS = ['ota', 'full-installer', 'control'] as const;
export type Scenario = (typeof SCENARIOS)[number];

export interface SimulationOptions {
  readonly scenario: Scenario;
  /** A control idles on `step.from`, the installer of `step.to` at hand. */
  readonly step: Step;
  readonly seed: number | string;
  /** Of a full installer: the app opened by hand, or startosinstall in a script. */
  readonly initiator?: 'gui' | 'cli';
  /** Background activity; 1 is a quiet Mac, 0 none at all. */
  readonly noise?: number;
  readonly tweaks?: Tweaks;
  readonly tokenForm?: TokenForm;
  /** Of a control: what looks like an upgrade and is none, in place of the usual. */
  readonly negative?: Negative;
  readonly conditions?: Partial<Conditions>;
  /** Keep the background going until there are this many lines. */
  readonly minimumEvents?: number;
}

export interface Simulation {
  readonly host: Host;
  /** What was subscribed, sorted. */
  readonly events: readonly string[];
  readonly lines: Generator<string, void, void>;
}

const DISORDER = 0.004;
const MINUTE_MS = 60_000;
/** More of everything once the story is told, to reach a number of events in little simulated time. */
const FILLER_NOISE = 400;

interface Recording {
  readonly options: SimulationOptions;
  readonly random: Random;
  readonly host: Host;
  readonly apps: readonly InstalledApp[];
  readonly tweaks: Tweaks;
  readonly conditions: Conditions;
  readonly noise: number;
}

interface Boot {
  readonly system: MacosVersion;
  readonly bootMs: number;
  readonly uptimeMs: number;
  readonly tell: (background: Background) => Act;
}

export function simulate(options: SimulationOptions): Simulation {
  const { scenario, step, seed } = options;
  const random = new Random(`esdrift simulator/${scenario}/${step.from.build}/${step.to.build}/${seed}`);
  const conditions = { ...USUAL_CONDITIONS, ...options.conditions };
  const host = conditions.host(makeHost(random.stream('host'), step.to.sealedAt));
  const tweaks = options.tweaks ?? NO_TWEAKS;
  const recording: Recording = {
    options,
    random,
    host,
    apps: [
      ...installApps(random.stream('apps'), host.home),
      ...strangeApps(random.stream('strange apps'), host.home, conditions.strangers),
    ],
    tweaks,
    conditions,
    noise: options.noise ?? 1,
  };
  return {
    host,
    events: EVENT_NAMES.filter((name) => !tweaks.unsubscribed.has(name)).sort(),
    lines: scenario === 'control' ? idle(recording) : upgrade(recording, scenario),
  };
}

function* idle(recording: Recording): Generator<string, void, void> {
  const { random, host, options } = recording;
  const uptimeMs = random.around(3 * 3600_000, 0.9);
  yield* record(recording, 'segment 0', {
    system: options.step.from,
    bootMs: host.startMs - uptimeMs,
    uptimeMs,
    *tell(background) {
      const story = background.world.random.stream('story');
      if (options.negative !== undefined) {
        yield story.around(MINUTE_MS);
        yield* options.negative.act(background, story);
        return;
      }
      yield story.around(4 * MINUTE_MS);
      yield* updateCheck(background, story);
      yield story.around(9 * MINUTE_MS);
      yield* recoveryBrain(background, story);
      yield story.around(25 * MINUTE_MS);
    },
  });
}

function* upgrade(recording: Recording, method: 'ota' | 'full-installer'): Generator<string, void, void> {
  const { random, host, options } = recording;
  const uptimeMs = random.around(3 * 3600_000, 0.9);
  const before: Boot = {
    system: options.step.from,
    bootMs: host.startMs - uptimeMs,
    uptimeMs,
    tell: (background) =>
      play(
        background,
        method === 'ota' ? otaSteps(background) : installerSteps(background, options.initiator ?? 'gui'),
      ),
  };
  const endMs = yield* record(recording, 'segment 0', before);
  if (recording.conditions.until === 'restart') return;
  // The dark stage: ramdisk and firmware, nobody looks.
  const after: Boot = {
    system: options.step.to,
    bootMs: endMs + random.around(9 * MINUTE_MS),
    uptimeMs: random.around(22_000),
    tell: (background) =>
      play(background, firstBootSteps(background, method, recording.conditions.until === 'settled')),
  };
  yield* record(recording, 'segment 1', after);
}

function* play(background: Background, steps: readonly StoryStep[]): Act {
  yield* new Story(background.world).play(background.world.tweaks.steps(steps));
}

/** One boot from the start of eslogger to its end; returns the wall clock at the end. */
function* record(recording: Recording, name: string, boot: Boot): Generator<string, number, void> {
  const { options, random, host, tweaks, noise } = recording;
  const world = new World({
    host,
    step: options.step,
    system: boot.system,
    random: random.stream(name),
    tweaks,
    bootMs: boot.bootMs,
    uptimeMs: boot.uptimeMs,
    tokenForm: options.tokenForm ?? 'object',
    conditions: recording.conditions,
    disorder: DISORDER,
  });
  const background = new Background(world, recording.apps);
  startBackground(background, noise);
  const told = world.scheduler.start(boot.tell(background), random.stream(`${name} start`).exponential(8000));
  while (!told.done && world.scheduler.step()) yield* world.eslogger.take();
  const wanted =
    boot.system === options.step.to || options.scenario === 'control' ? (options.minimumEvents ?? 0) : 0;
  if (world.eslogger.seen < wanted) startBackground(background, FILLER_NOISE);
  while (world.eslogger.seen < wanted && world.scheduler.step()) yield* world.eslogger.take();
  yield* world.eslogger.end();
  return world.clock.wallMs;
}
