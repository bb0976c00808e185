/**
 * What redaction looks for, and what takes its place.
 *
 * | kind | example | becomes |
 * |---|---|---|
 * | user | `/Users/anna`, `sudo -u anna` | `user-` and a tag |
 * | host, volume, group, name, value | a computer's name, `/Volumes/Anna's disk`, an account attribute | the kind and a tag |
 * | email, credential, token, secret | `anna@example.com`, `https://anna:pw@host`, a JWT, `token=…` | the kind and a tag |
 * | address, serial, device, folder | an IP or MAC address, a serial number, a UDID, `/var/folders/04/rh7…` | the kind and a tag |
 * | uuid | a hardware, volume or account UUID | another UUID, so that paths keep their form |
 * | argument | (policy `strict`) an argument nothing is known about | `argument-` and a tag |
 * | environment | `AWS_SECRET_ACCESS_KEY=…` | `AWS_SECRET_ACCESS_KEY=[dropped]` |
 * | password | what follows `-p`, `--password` | `[secret]` |
 * | script | what follows `sh -c` | `[script: echo * | sudo -S softwareupdate -i -a *]` |
 * | unreadable | a line that is no JSON | `[unreadable line, 512 bytes]` |
 *
 * A tag is an HMAC under a key of the recording (see pseudonym.ts): the same name has the same tag in all segments of one recording,
 * and nothing can be looked up from it. What needs no comparing is replaced by a constant, which says even less.
 */
export const PSEUDONYM_KINDS = [
  'user',
  'email',
  'host',
  'volume',
  'group',
  'name',
  'value',
  'address',
  'serial',
  'device',
  'folder',
  'credential',
  'token',
  'secret',
  'argument',
] as const;
export type PseudonymKind = (typeof PSEUDONYM_KINDS)[number];

export const SECRET_KINDS = [
  ...PSEUDONYM_KINDS,
  'uuid',
  'environment',
  'password',
  'script',
  'unreadable',
] as const;
export type SecretKind = (typeof SECRET_KINDS)[number];

/** `none` changes nothing; `default` keeps what a diff needs; `strict` also hides arguments and the names of files in homes. */
export type RedactionPolicy = 'none' | 'default' | 'strict';

export const DROPPED = '[dropped]';
export const PASSWORD = '[secret]';

/** One stretch of text that must not stay, in UTF-16 offsets of the decoded text. */
export interface Finding {
  readonly start: number;
  readonly end: number;
  readonly kind: PseudonymKind | 'uuid' | 'password';
  /** What the pseudonym is made from: the same person or thing always has the same identity, whatever the spelling. */
  readonly identity: string;
}
