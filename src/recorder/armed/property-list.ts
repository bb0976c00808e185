/** A property list as XML, the form that launchd reads: strings, whole numbers, booleans, arrays and dictionaries. */
export type PropertyValue =
  string | number | boolean | readonly PropertyValue[] | { readonly [key: string]: PropertyValue };

const HEAD =
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n';

export function propertyList(value: PropertyValue): string {
  return `${HEAD}<plist version="1.0">\n${element(value, '')}</plist>\n`;
}

function element(value: PropertyValue, indent: string): string {
  if (typeof value === 'string') return `${indent}<string>${text(value)}</string>\n`;
  if (typeof value === 'number') return `${indent}<integer>${value}</integer>\n`;
  if (typeof value === 'boolean') return `${indent}<${value}/>\n`;
  const inner = `${indent}\t`;
  if (isArray(value))
    return `${indent}<array>\n${value.map((item) => element(item, inner)).join('')}${indent}</array>\n`;
  const entries = Object.entries(value).map(
    ([key, item]) => `${inner}<key>${text(key)}</key>\n${element(item, inner)}`,
  );
  return `${indent}<dict>\n${entries.join('')}${indent}</dict>\n`;
}

function isArray(value: PropertyValue): value is readonly PropertyValue[] {
  return Array.isArray(value);
}

/** XML 1.0 has no way to write most control characters, so a string with one makes no property list. */
function text(value: string): string {
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(value))
    throw new RangeError('a property list cannot hold a control character');
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
