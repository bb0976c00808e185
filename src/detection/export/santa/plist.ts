/** A property list in XML. Text of a rules file is escaped, and what cannot be seen is written by its number. */
import { INVISIBLE } from '../../../model/invisible.ts';
import { commentText } from '../comment.ts';

export type PlistValue = string | boolean | readonly PlistValue[] | { readonly [key: string]: PlistValue };

export function plistOf(value: PlistValue, comment: readonly string[]): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<!--',
    // Two hyphens would end the comment.
    ...comment.map((line) => `  ${commentText(line).replaceAll(/-(?=-)/g, '- ')}`.trimEnd()),
    '-->',
    '<plist version="1.0">',
    ...linesOf(value, ''),
    '</plist>',
    '',
  ].join('\n');
}

function linesOf(value: PlistValue, indent: string): readonly string[] {
  if (typeof value === 'string') return [`${indent}<string>${xmlText(value)}</string>`];
  if (typeof value === 'boolean') return [`${indent}<${value}/>`];
  const inner = `${indent}  `;
  if (isArray(value))
    return [`${indent}<array>`, ...value.flatMap((item) => linesOf(item, inner)), `${indent}</array>`];
  return [
    `${indent}<dict>`,
    ...Object.entries(value).flatMap(([key, item]) => [
      `${inner}<key>${xmlText(key)}</key>`,
      ...linesOf(item, inner),
    ]),
    `${indent}</dict>`,
  ];
}

function isArray(value: PlistValue): value is readonly PlistValue[] {
  return Array.isArray(value);
}

function xmlText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(INVISIBLE, (character) => `&#x${(character.codePointAt(0) ?? 0).toString(16)};`);
}
