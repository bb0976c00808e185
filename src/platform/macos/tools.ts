/**
 * Where macOS keeps the tools the recorder asks. All of them lie on the sealed system volume. Tests hand in other paths as a value; there is no
 * variable or option for it, because whoever could set one would choose what root runs.
 */
export interface ToolPaths {
  readonly eslogger: string;
  readonly swVers: string;
  readonly sysctl: string;
  readonly csrutil: string;
  readonly diskutil: string;
  readonly nvram: string;
  readonly launchctl: string;
  readonly ps: string;
  readonly ioreg: string;
  readonly scutil: string;
  readonly dscl: string;
  readonly pmset: string;
  readonly fdesetup: string;
  readonly systemsetup: string;
  readonly profiles: string;
  readonly plutil: string;
  /** Does nothing, successfully: what is started to see whether it is seen. */
  readonly true: string;
  /** Makes an empty file. */
  readonly touch: string;
  /** Makes a named pipe. */
  readonly mkfifo: string;
}

export const MACOS_TOOLS: ToolPaths = {
  eslogger: '/usr/bin/eslogger',
  swVers: '/usr/bin/sw_vers',
  sysctl: '/usr/sbin/sysctl',
  csrutil: '/usr/bin/csrutil',
  diskutil: '/usr/sbin/diskutil',
  nvram: '/usr/sbin/nvram',
  launchctl: '/bin/launchctl',
  ps: '/bin/ps',
  ioreg: '/usr/sbin/ioreg',
  scutil: '/usr/sbin/scutil',
  dscl: '/usr/bin/dscl',
  pmset: '/usr/bin/pmset',
  fdesetup: '/usr/bin/fdesetup',
  systemsetup: '/usr/sbin/systemsetup',
  profiles: '/usr/bin/profiles',
  plutil: '/usr/bin/plutil',
  true: '/usr/bin/true',
  touch: '/usr/bin/touch',
  mkfifo: '/usr/bin/mkfifo',
};
