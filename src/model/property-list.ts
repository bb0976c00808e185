/**
 * A property list as XML, the form that launchd, MDM and Santa read: strings, whole numbers, booleans, arrays and dictionaries. What cannot be seen in a
 * string is written by its number, so that a person who reads the file sees it.
 */
import { INVISIBLE } from './invisible.ts';
import { elementText } from './markup.ts';

export type PropertyValue =
  string | number | boolean | readonly PropertyValue[] | { readonly [key: string]: PropertyValue };

/** `comment`: lines before the list. Errors: RangeError where a string has a control character, which XML 1.0 cannot hold. */
export function propertyList(value: PropertyValue, comment: readonly string[] = []): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    // Two hyphens would end the comment.
    ...(comment.length === 0
      ? []
      : ['<!--', ...comment.map((line) => `  ${line.replaceAll(/-(?=-)/g, '- ')}`.trimEnd()), '-->']),
    '<plist version="1.0">',
    ...linesOf(value, ''),
    '</plist>',
    '',
  ].join('\n');
}

function linesOf(value: PropertyValue, indent: string): readonly string[] {
  if (typeof value === 'string') return [`${indent}<string>${text(value)}</string>`];
  if (typeof value === 'number') return [`${indent}<integer>${value}</integer>`];
  if (typeof value === 'boolean') return [`${indent}<${value}/>`];
  const inner = `${indent}\t`;
  if (isArray(value))
    return [`${indent}<array>`, ...value.flatMap((item) => linesOf(item, inner)), `${indent}</array>`];
  return [
    `${indent}<dict>`,
    ...Object.entries(value).flatMap(([key, item]) => [
      `${inner}<key>${text(key)}</key>`,
      ...linesOf(item, inner),
    ]),
    `${indent}</dict>`,
  ];
}

function isArray(value: PropertyValue): value is readonly PropertyValue[] {
  return Array.isArray(value);
}

const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Cs}]/u;

/** Whether a property list can hold it. */
export function isPropertyText(value: string): boolean {
  return !NOT_IN_XML.test(value);
}

function text(value: string): string {
  if (!isPropertyText(value)) throw new RangeError('a property list cannot hold a control character');
  return elementText(value).replace(
    INVISIBLE,
    (character) => `&#x${(character.codePointAt(0) ?? 0).toString(16)};`,
  );
}
