/** Policy `strict`: what the detectors do not know is hidden too, unless it is known to be harmless. */
import type { Finding } from './kinds.ts';
import { isSystemVolume } from './names.ts';
import { isKnownCommand } from './shell-template.ts';

/** Folders every home has. */
const HOME_FOLDERS = new Set(
  (
    'library caches preferences containers documents desktop downloads movies music pictures public sites logs launchagents ' +
    'httpstorages webkit cookies keychains .trash .zshrc .zprofile .bash_profile .bashrc .ssh byhost metadata'
  ).split(' '),
);
const KNOWN_COMPONENT =
  /^(?:Application Support|Group Containers|Saved Application State|Mobile Documents|(?:group\.)?com\.apple\.[\w.-]+)$/;
const HOME = /^(?:\/System\/Volumes\/Data)?\/(?:Users|Volumes)\/([^/]+)\//;

/** Besides what was found, every name of a file or folder in a home or on another disk; its extension stays. */
export function hideInStrictPath(path: string, found: readonly Finding[]): readonly Finding[] {
  const home = HOME.exec(path);
  if (home === null || (path.startsWith('/Volumes/') && isSystemVolume(home[1] ?? ''))) return found;
  const hidden: Finding[] = found.filter(({ start }) => start < home[0].length);
  let at = home[0].length;
  for (const component of path.slice(at).split('/')) {
    const end = hiddenPart(component);
    if (end > 0) hidden.push({ start: at, end: at + end, kind: 'name', identity: component.slice(0, end) });
    at += component.length + 1;
  }
  return hidden;
}

/** How much of a component says something about its owner: all but its extension, or nothing of a folder that every home has. */
export function hiddenPart(component: string): number {
  if (HOME_FOLDERS.has(component.toLowerCase()) || KNOWN_COMPONENT.test(component)) return 0;
  const extension = /\.[A-Za-z][A-Za-z0-9]{0,9}$/.exec(component)?.[0].length ?? 0;
  return component.length - extension || component.length;
}

/** Options, small numbers, Apple's reverse-DNS names, update labels. */
const PLAIN =
  /^(?:|-{1,2}[A-Za-z][A-Za-z0-9-]*|-|--|\d{1,6}|0x[0-9a-f]{1,8}|com\.apple\.[\w.-]+|(?:macOS |MSU_UPDATE_)[\w .()-]*|[+-]?[a-z]{1,12}|YES|NO|TRUE|FALSE|\[(?:script(?:: [^]*)?|secret|dropped)\]|[A-Za-z_]\w*=\[dropped\])$/;

export function isPlainArgument(text: string, found: readonly Finding[]): boolean {
  return found.length === 0 && (PLAIN.test(text) || isKnownCommand(text));
}
