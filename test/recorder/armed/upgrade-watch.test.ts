import { describe, expect, it } from 'vitest';
import { UpgradeWatch } from '../../../src/recorder/armed/upgrade-watch.ts';

const OLD = { productVersion: '26.1', buildVersion: '25B78' };
const NEW = { productVersion: '26.2', buildVersion: '25C56' };
const LIMITS = { settleMs: 20_000, deadlineMs: 100_000 };
const FRESH = { awakeMs: 0, settledMs: 0, builds: [OLD], boots: 0 };

/** Ticks once a second, beginning at a time of this run's own. */
function pass(watch: UpgradeWatch, seconds: number, fromMs = 0): void {
  for (let second = 0; second <= seconds; second += 1) watch.tick(fromMs + second * 1_000);
}

/** One boot after the other, each from the state that the last one left. */
function boots(...systems: readonly (typeof OLD)[]): UpgradeWatch {
  let watch = new UpgradeWatch(LIMITS, FRESH);
  systems.forEach((os, index) => {
    watch = new UpgradeWatch(LIMITS, index === 0 ? FRESH : watch.state);
    watch.start(os, true);
  });
  return watch;
}

describe('an upgrade', () => {
  it.each([
    ['not-started', [OLD]],
    ['failed', [OLD, OLD]],
    ['unsettled', [OLD, NEW]],
    ['rolled-back', [OLD, NEW, OLD]],
    ['unsettled', [OLD, OLD, NEW]],
  ] as const)('is %s', (outcome, systems) => {
    expect(boots(...systems).outcome).toBe(outcome);
  });

  it('has settled after the first canary on the new build, and not before', () => {
    const watch = boots(OLD, NEW);
    pass(watch, 60);
    expect(watch.isSettled).toBe(false);
    watch.canarySeen();
    pass(watch, 19, 60_000);
    expect(watch.isSettled).toBe(false);
    pass(watch, 1, 79_000);
    expect([watch.isSettled, watch.outcome]).toEqual([true, 'completed']);
  });

  it('has to settle anew after a further restart', () => {
    const first = boots(OLD, NEW);
    first.canarySeen();
    pass(first, 15);
    const second = new UpgradeWatch(LIMITS, first.state);
    second.start(NEW, true);
    second.canarySeen();
    pass(second, 15);
    expect(second.isSettled).toBe(false);
  });

  it('goes on settling where only the recorder was started again', () => {
    const first = boots(OLD, NEW);
    first.canarySeen();
    pass(first, 15);
    const second = new UpgradeWatch(LIMITS, first.state);
    second.start(NEW, false);
    second.canarySeen();
    pass(second, 6);
    expect(second.isSettled).toBe(true);
  });

  it('never settles on the build it began with', () => {
    const watch = boots(OLD);
    watch.canarySeen();
    pass(watch, 50);
    expect([watch.isSettled, watch.isOverdue]).toEqual([false, false]);
    pass(watch, 51, 50_000);
    expect(watch.isOverdue).toBe(true);
  });

  it('counts no sleep', () => {
    const watch = boots(OLD);
    watch.tick(0);
    watch.tick(8 * 3_600_000);
    expect(watch.state.awakeMs).toBe(5_000);
  });

  it('hands out nothing but its own state', () => {
    const watch = new UpgradeWatch(LIMITS, { ...FRESH, ...{ events: 7 } });
    expect(watch.state).toEqual(FRESH);
  });
});
