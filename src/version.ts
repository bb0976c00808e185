import { VERSION } from './model/version.ts';

/** What oclif says to `--version`, without loading it: that would be most of the time it takes. */
export function versionLine(): string {
  return `esdrift/${VERSION} ${process.platform}-${process.arch} node-${process.version}`;
}
