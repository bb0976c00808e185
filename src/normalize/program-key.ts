/**
 * Which programs are the same program: authority and signing id, never the folder. The key of
 *
 * - Apple's own code: `platform:com.apple.mobileassetd`
 * - a developer's: `EQHXZ8M8AV:com.google.Chrome`
 * - ad hoc code: `adhoc:nu-{hash}`
 * - other signed code: `signed:ID`; unsigned code: `unsigned:/path/template`
 * - two executables under one signing id are two programs: `platform:com.apple.xpc.proxy#xpcproxy`
 * - a script: `INTERPRETER!/path/template`
 */
import { authorityOf, CS_ADHOC } from '../model/authority.ts';
import type { ProcessImage } from '../model/event.ts';
import type { ProgramKey } from '../model/facts.ts';
import { normalizeComponent } from './component.ts';
import { normalizePath } from './path.ts';
import { normalizeSigningId } from './signing-id.ts';
import { escapeBraces } from './template.ts';

export const UNKNOWN_PROGRAM: ProgramKey = 'unknown';

/** What a program is told by. */
export type Identity = Pick<
  ProcessImage,
  'signingId' | 'teamId' | 'isPlatformBinary' | 'codesigningFlags' | 'executable'
>;

const known = new Map<string, ProgramKey>();
const MOST_KNOWN = 20_000;

export function programKeyOf(image: Identity, script?: string): ProgramKey {
  const { signingId = '', teamId = '', executable } = image;
  const flags = `${image.isPlatformBinary ? 'p' : '-'}${(image.codesigningFlags & CS_ADHOC) === 0 ? '-' : 'a'}`;
  // Lengths keep the parts apart, whatever characters are in them.
  const id = `${flags}${signingId.length} ${teamId.length} ${signingId}${teamId}${executable}`;
  let key = known.get(id);
  if (key === undefined) {
    key = keyOf(image);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(id, key);
  }
  return script === undefined ? key : `${key}!${normalizePath(script)}`;
}

function keyOf(image: Identity): ProgramKey {
  const { signingId = '', executable } = image;
  if (signingId === '') return executable === '' ? UNKNOWN_PROGRAM : `unsigned:${normalizePath(executable)}`;
  const authority = escapeBraces(authorityOf(image));
  // An ad hoc id is what the build made of a file name, and vouches for nothing.
  const id =
    authority === 'adhoc' ? normalizeComponent(normalizeSigningId(signingId)) : normalizeSigningId(signingId);
  return `${authority}:${id}${distinction(signingId, id, executable)}`;
}

/** The executable's name where the signing id does not give it. */
function distinction(raw: string, id: string, executable: string): string {
  const name = executable.slice(executable.lastIndexOf('/') + 1);
  if (name === '' || name === raw || raw.endsWith(`.${name}`)) return '';
  const template = normalizeComponent(escapeBraces(name));
  const stem = id.replace(/-\{(?:hash|uuid)\}$/, '');
  if (template === id || template === stem || stem.endsWith(`.${template}`)) return '';
  return `#${template}`;
}
