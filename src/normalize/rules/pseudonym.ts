import { nameLikeness } from '../name-likeness.ts';
import type { ComponentRule } from '../rule.ts';
import { TRAIT } from '../traits.ts';

/** What the recorder's redaction calls things (a kind, and a tag under a key of the recording) → the hole for such a thing. */
const HOLE_OF: Readonly<Record<string, string>> = {
  user: '{user}',
  host: '{host}',
  volume: '{volume}',
  email: '{email}',
  credential: '{secret}',
  token: '{secret}',
  secret: '{secret}',
};
const PSEUDONYM =
  /(?<![A-Za-z0-9{])(user|email|host|volume|group|name|value|address|serial|device|folder|credential|token|secret|argument)-([a-z2-7]{14})(?![A-Za-z0-9}])/g;
/** Words of that length score far above, tags below. */
const SURELY_A_WORD = 6;

export const pseudonym: ComponentRule = {
  name: 'pseudonym',
  about:
    'Redaction at capture time puts a tag in the place of a name; it is the same within one recording only.',
  examples: [
    { from: 'com.example.user-k5tq2vxn7rhw3d', to: 'com.example.{user}' },
    { from: 'host-zq4w6kxj2bvn5t.local', to: '{host}.local' },
    { from: 'serial-p3xk7wq2vjz5nh', to: '{redacted}' },
    { from: 'device-identification', to: 'device-identification' },
  ],
  needs: TRAIT.tag,
  apply: (name) =>
    name.replace(PSEUDONYM, (text, kind: string, tag: string) =>
      nameLikeness(tag) < SURELY_A_WORD ? (HOLE_OF[kind] ?? '{redacted}') : text,
    ),
};
