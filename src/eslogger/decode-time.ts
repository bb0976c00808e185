/**
 * eslogger's times: RFC 3339, UTC, nine fraction digits in the envelope and six in `start_time`
 * (`2026-08-12T15:28:33.510893468Z`). A process born before the clock was set has one in 1970.
 */
const OTHER_FORMS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

function digits(text: string, from: number, count: number): number {
  let value = 0;
  for (let index = from; index < from + count; index += 1) {
    const digit = text.charCodeAt(index) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Days since 1970-01-01 of a date in the Gregorian calendar. */
function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

export const USUAL_TIME_LENGTH = 30;

/** eslogger's own form, from `at` on, without `Date` or a regular expression: this runs once per line. NaN for any other form. */
export function parseUsualTimeMs(text: string, at: number): number {
  if (text[at + 10] !== 'T' || text[at + 19] !== '.' || text[at + 29] !== 'Z') return Number.NaN;
  const days = daysFromCivil(digits(text, at, 4), digits(text, at + 5, 2), digits(text, at + 8, 2));
  const seconds = digits(text, at + 11, 2) * 3600 + digits(text, at + 14, 2) * 60 + digits(text, at + 17, 2);
  return days * 86_400_000 + seconds * 1000 + digits(text, at + 20, 9) / 1e6;
}

/** Milliseconds since the epoch, with fraction; undefined for what is not a time. */
export function parseTimeMs(text: string): number | undefined {
  const usual = text.length === USUAL_TIME_LENGTH ? parseUsualTimeMs(text, 0) : Number.NaN;
  if (!Number.isNaN(usual)) return usual;
  if (!OTHER_FORMS.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}
