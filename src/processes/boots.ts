/**
 * Where one boot ends and the next begins. A segment of the same boot (eslogger was restarted) goes on; `mach_time` starts anew at boot, and launchd has
 * another token there.
 */

export class Boots {
  #segment = -1;
  #boot = -1;
  #machTime = -1;
  #launchdVersion: number | undefined;

  /** Reboots so far. */
  get count(): number {
    return Math.max(0, this.#boot);
  }

  /** Takes the place of the next event, in order, and the pidversion of launchd where it shows one. Whether it is the first of a boot. */
  enter(segment: number, machTime: number, launchdVersion: number | undefined): boolean {
    let isNew = false;
    if (segment !== this.#segment) {
      isNew = this.#segment === -1 || machTime < this.#machTime || this.#isOther(launchdVersion);
      if (isNew) {
        this.#boot += 1;
        this.#launchdVersion = undefined;
      }
      this.#segment = segment;
      this.#machTime = machTime;
    }
    this.#machTime = Math.max(this.#machTime, machTime);
    this.#launchdVersion ??= launchdVersion;
    return isNew;
  }

  #isOther(version: number | undefined): boolean {
    return version !== undefined && this.#launchdVersion !== undefined && version !== this.#launchdVersion;
  }
}
