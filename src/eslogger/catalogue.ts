/**
 * Every NOTIFY event that eslogger is known to offer, as data.
 *
 * One entry of the tables in catalogue-kernel.ts and catalogue-userspace.ts:
 *
 *     31 signal 10.15 binary | process target sig        number, name, first macOS, evidence | what the event is about
 *         instigator?:process|null@9 sig:int             keys under the event: path, `?`, type, `|null`, `@N`
 *
 * - `?`: the key is left out sometimes, being one arm of a union or gated by version. `@N`: from message version N on.
 * - Types are JSON types (`int` for whole numbers) or the shared objects of SHARED_OBJECTS. `x[]` are the elements of array `x`.
 * - Evidence for the keys: `real` a published line of eslogger, `binary` recovered from the eslogger of macOS 27.0 beta (26A5353q),
 *   `header` the C header and one third-party model only: never checked against real output.
 * - What it is about: `path K…` the first present file or string · `text K…` the first present string · `join DIR NAME` a path ·
 *   `words K…` all values, blank between · `list K` the elements, sorted · `process K [NUMBER]` the other process ·
 *   `account K` the name of a system account, never of a person's.
 *
 * Sources: ESTypes.h and ESMessage.h up to SDK 26.0, and the key list that Mac Monitor recovered from the binary.
 */
import { KERNEL_EVENTS } from './catalogue-kernel.ts';
import { USERSPACE_EVENTS } from './catalogue-userspace.ts';

type Origin = 'kernel' | 'userspace';
type KeyEvidence = 'real' | 'binary' | 'header';
type AboutForm = 'path' | 'text' | 'join' | 'words' | 'list' | 'process' | 'account';

export interface CatalogueKey {
  /** Path below the event, e.g. `fds[].pipe.pipe_id`. */
  readonly path: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly optional: boolean;
  /** First message version that has the key. */
  readonly sinceMessage: number | undefined;
}

export interface CatalogueEntry {
  /** `es_event_type_t`. */
  readonly value: number;
  readonly name: string;
  readonly sinceMacos: string;
  readonly origin: Origin;
  readonly evidence: KeyEvidence;
  readonly about: { readonly form: AboutForm; readonly keys: readonly string[] } | undefined;
  readonly keys: readonly CatalogueKey[];
}

/** Objects that occur in many places. Each but statfs and attrlist is a shape scope of its own. */
export const SHARED_OBJECTS: Readonly<Record<string, string>> = {
  envelope: `schema_version:int version:int time:string mach_time:int process:process thread:object|null thread.thread_id:int
    seq_num:int global_seq_num:int action_type:int action:object action.result:object action.result.result:object
    action.result.result.auth?:int action.result.result.flags?:int action.result.result_type:int event_type:int event:object`,
  process: `audit_token:audit_token ppid:int original_ppid:int group_id:int session_id:int codesigning_flags:int
    is_platform_binary:bool is_es_client:bool cdhash:string signing_id:string|null team_id:string|null executable:file
    tty:file|null start_time:string responsible_audit_token:audit_token parent_audit_token:audit_token
    cs_validation_category?:int@10`,
  file: `path:string path_truncated:bool stat:stat`,
  stat: `st_dev:int st_ino:int st_mode:int st_nlink:int st_uid:int st_gid:int st_rdev:int st_size:int st_blocks:int
    st_blksize:int st_flags:int st_gen:int st_atimespec:string st_mtimespec:string st_ctimespec:string
    st_birthtimespec:string`,
  audit_token: `asid:int auid:int egid:int euid:int pid:int pidversion:int rgid:int ruid:int`,
  statfs: `f_bavail:int f_bfree:int f_blocks:int f_bsize:int f_ffree:int f_files:int f_flags:int f_flags_ext:int f_fsid:int[]
    f_fssubtype:int f_fstypename:string f_iosize:int f_mntfromname:string f_mntonname:string f_owner:int f_type:int`,
  attrlist: `bitmapcount:int commonattr:int volattr:int dirattr:int fileattr:int forkattr:int`,
};

function parseKey(text: string): CatalogueKey {
  const [, path = '', optional, type = '', nullable, gate] =
    /^([^:?]+)(\?)?:([^@]+?)(\|null)?(?:@(\d+))?$/.exec(text) ?? [];
  return {
    path,
    type,
    nullable: nullable !== undefined,
    optional: optional !== undefined,
    sinceMessage: gate === undefined ? undefined : Number(gate),
  };
}

/** `statfs` and `attrlist` stand for their keys: they belong to few events and have no scope of their own. */
function expand(key: CatalogueKey): readonly CatalogueKey[] {
  if (key.type !== 'statfs' && key.type !== 'attrlist') return [key];
  const parts = parseKeys(SHARED_OBJECTS[key.type] ?? '');
  return [
    { ...key, type: 'object' },
    ...parts.map((part) => ({ ...part, path: `${key.path}.${part.path}` })),
  ];
}

export function parseKeys(text: string): readonly CatalogueKey[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(parseKey)
    .flatMap(expand);
}

const FORMS: readonly AboutForm[] = ['path', 'text', 'join', 'words', 'list', 'process', 'account'];

function parseAbout(text: string | undefined): CatalogueEntry['about'] {
  if (text === undefined) return undefined;
  const [word, ...keys] = text.trim().split(' ');
  const form = FORMS.find((known) => known === word);
  return form === undefined ? undefined : { form, keys };
}

function parseTable(table: string, origin: Origin): CatalogueEntry[] {
  return table
    .split(/\n(?=\d)/)
    .filter((entry) => entry.trim() !== '')
    .map((entry) => {
      const [head = '', ...fields] = entry.trim().split('\n');
      const [columns = '', about] = head.split(' | ');
      const [value = '', name = '', sinceMacos = '', evidence] = columns.split(' ');
      let keys: readonly CatalogueKey[] | undefined;
      return {
        value: Number(value),
        name,
        sinceMacos,
        origin,
        evidence: evidence === 'real' || evidence === 'binary' ? evidence : 'header',
        about: parseAbout(about),
        // Few are asked for, and all of them take 3 ms at the start of every command.
        get keys() {
          return (keys ??= parseKeys(fields.join(' ')));
        },
      };
    });
}

/** By number. */
export const CATALOGUE: readonly CatalogueEntry[] = [
  ...parseTable(KERNEL_EVENTS, 'kernel'),
  ...parseTable(USERSPACE_EVENTS, 'userspace'),
].sort((a, b) => a.value - b.value);

const byName = new Map(CATALOGUE.map((entry) => [entry.name, entry]));

export function catalogueEntry(name: string): CatalogueEntry | undefined {
  return byName.get(name);
}
