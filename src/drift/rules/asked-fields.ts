/** What a signal asks, taken apart once: it is held against every fact. */
import type { Signal, Where } from '../../model/rules.ts';
import { templateTest } from './template-test.ts';

/** What a program can be in an event. */
export const IMAGE_ROLES = ['exec', 'actor', 'parent', 'ancestor', 'responsible', 'handoff'] as const;
export type ImageRole = (typeof IMAGE_ROLES)[number];

/** `exec.path` is the field `path` of the image in the role `exec`. */
export interface AskedField {
  readonly field: string;
  readonly role: ImageRole | undefined;
  readonly ofImage: string;
  readonly passes: (templates: readonly string[]) => boolean;
}

export interface Asked {
  readonly signal: Signal;
  readonly own: readonly AskedField[];
  readonly anyOf: readonly (readonly AskedField[])[];
  /** Its fields, and what they are of: `file.path` is about `file`. */
  readonly about: ReadonlySet<string>;
}

export function askedBy(signal: Signal): Asked {
  const own = fieldsOf(signal.where);
  const anyOf = (signal.anyOf ?? []).map(fieldsOf);
  const names = [own, ...anyOf].flatMap((fields) => fields.flatMap(({ field }) => namesIn(field)));
  return { signal, own, anyOf, about: new Set(names) };
}

function fieldsOf(where: Where): readonly AskedField[] {
  return Object.entries(where).map(([field, test]) => {
    const role = IMAGE_ROLES.find((each) => field.startsWith(`${each}.`));
    return {
      field,
      role,
      ofImage: role === undefined ? '' : field.slice(role.length + 1),
      passes: templateTest(test),
    };
  });
}

function namesIn(field: string): readonly string[] {
  const parts = field.split('.');
  return parts.map((_, index) => parts.slice(0, index + 1).join('.'));
}

/** Is the field `name`, or something of it? */
export function isOf(field: string, name: string): boolean {
  return field === name || field.startsWith(`${name}.`);
}
