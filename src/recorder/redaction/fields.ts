/**
 * Fields whose value is personal whatever it looks like, by event. From the catalogue of event types; most of these events come from
 * Apple's user-space components and have never been published as real lines, so a field is known here by its key under any
 * event: a new event that calls an account `username` is covered as well.
 *
 * | events | fields |
 * |---|---|
 * | lw_session_login, -logout, -lock, -unlock; login_login, login_logout | username |
 * | openssh_login, openssh_logout | username, source_address |
 * | screensharing_attach, -detach | source_address, viewer_appleid, authentication_username, session_username |
 * | su, sudo | from_username, to_username, argv, env, command |
 * | authentication | record_name, username (auto_unlock), kerberos_principal, token_id, pubkey_hash, node_name |
 * | od_create_user, od_delete_user, od_enable_user, od_disable_user, od_modify_password | user_name, account_name, node_name |
 * | od_create_group, od_delete_group, od_group_add, -remove, -set | group_name, member_value, member_array, node_name |
 * | od_attribute_value_add, -remove, od_attribute_set | record_name, attribute_value, attribute_values |
 * | profile_add, profile_remove | organization, display_name |
 */
import type { PseudonymKind } from './kinds.ts';

export type FieldTreatment =
  /** The whole value is one of these; a system account stays. */
  | { readonly kind: 'whole'; readonly as: PseudonymKind }
  /** `/Local/Default` and `/Search` stay; the name of a directory server does not. */
  | { readonly kind: 'directory-node' }
  | { readonly kind: 'command-line' }
  /** Code identity, times: only what is unmistakable. */
  | { readonly kind: 'identity' };

const whole = (as: PseudonymKind): FieldTreatment => ({ kind: 'whole', as });
const USER = whole('user');
const GROUP = whole('group');
const IDENTITY: FieldTreatment = { kind: 'identity' };

export const FIELD_TREATMENTS: ReadonlyMap<string, FieldTreatment> = new Map([
  ['username', USER],
  ['user_name', USER],
  ['account_name', USER],
  ['from_username', USER],
  ['to_username', USER],
  ['authentication_username', USER],
  ['session_username', USER],
  ['record_name', USER],
  ['viewer_appleid', whole('email')],
  ['kerberos_principal', whole('email')],
  ['source_address', whole('address')],
  ['token_id', whole('token')],
  ['pubkey_hash', whole('token')],
  ['group_name', GROUP],
  ['member_value', USER],
  ['member_array', USER],
  ['attribute_value', whole('value')],
  ['attribute_values', whole('value')],
  ['attribute_value_array', whole('value')],
  ['organization', whole('name')],
  ['display_name', whole('name')],
  ['node_name', { kind: 'directory-node' }],
  ['command', { kind: 'command-line' }],
  ['signing_id', IDENTITY],
  ['team_id', IDENTITY],
  ['cdhash', IDENTITY],
  ['cdhash_full', IDENTITY],
  ['sha256', IDENTITY],
]);

/** Whose string elements are argument vectors, and whose are environments. */
export const ARGUMENT_ARRAYS: ReadonlySet<string> = new Set(['args', 'argv']);
export const ENVIRONMENT_ARRAYS: ReadonlySet<string> = new Set(['env']);

/** Keys under which a path, or a part of one, stands as a plain string. */
export function isPathKey(key: string): boolean {
  return /(?:^|_)path$|^(?:filename|target_name|target_filename|relative_target|f_mntonname|f_mntfromname|shell|extattr)$/.test(
    key,
  );
}

/** The name of a file alone; its folder stands beside it. */
export const FILE_NAME_KEYS: ReadonlySet<string> = new Set([
  'filename',
  'target_name',
  'target_filename',
  'relative_target',
]);

/** Groups that every Mac has. */
const KNOWN_GROUPS = new Set(
  'wheel daemon kmem sys tty operator mail bin procview procmod owner everyone group staff admin consoleusers accessibility nogroup nobody certusers netusers utmp authedusers interactusers localaccounts dialer network'.split(
    ' ',
  ),
);

export function isSystemGroup(name: string): boolean {
  return name.startsWith('_') || name.startsWith('com.apple.') || KNOWN_GROUPS.has(name);
}

/** The part of a directory node that names an organisation, as offsets; undefined where there is none. */
export function namedNode(node: string): readonly [number, number] | undefined {
  if (/^\/(?:Local\/(?:Default|Target)|Search(?:\/Contacts)?|Contacts|Configure|Local)?$/.test(node))
    return undefined;
  const second = node.indexOf('/', 1);
  if (!node.startsWith('/') || second === -1) return node === '' ? undefined : [0, node.length];
  return [second + 1, node.length];
}
