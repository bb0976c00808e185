import type { ComponentRule } from '../rule.ts';
import { TRAIT } from '../traits.ts';

const DATE = '(?:19|20)\\d\\d([-.])(?:0\\d|1[0-2])\\1(?:[0-2]\\d|3[01])';
const CLOCK = '[T_ -]?[0-2]\\d[:.-]?[0-5]\\d[:.-]?[0-6]\\d(?:[.,]\\d+)?(?:Z|[+-]\\d\\d:?\\d\\d)?';
const DATED = new RegExp(
  `(?<![0-9A-Za-z])(?:${DATE}|(?:19|20)\\d\\d(?:0\\d|1[0-2])(?:[0-2]\\d|3[01]))(?:${CLOCK})?(?![0-9A-Za-z])`,
  'g',
);
/** Older crash reports end in the host name. */
const REPORT_HOST = /(\{date\})_[^/.{}]+(?=\.(?:crash|diag|hang|ips|panic|spin)$)/;

export const dateTime: ComponentRule = {
  name: 'date-time',
  about: 'Dates and times of day in names of logs and reports.',
  examples: [
    {
      from: '/Library/Logs/DiagnosticReports/softwareupdated-2026-11-23-101010.ips',
      to: '/Library/Logs/DiagnosticReports/softwareupdated-{date}.ips',
    },
    { from: 'suhelperd_2020-11-23-101010_Alices-MacBook.crash', to: 'suhelperd_{date}.crash' },
    { from: '2026.11.23.G80.asl', to: '{date}.G80.asl' },
    { from: 'patchd-20261123.log', to: 'patchd-{date}.log' },
    { from: 'at 19:10:58', to: 'at {time}' },
    { from: 'com.apple.foo-2026-11-23T10:10:10.123Z', to: 'com.apple.foo-{date}' },
  ],
  needs: TRAIT.threeDigits | TRAIT.colon | TRAIT.date,
  apply: (name) =>
    name
      .replace(DATED, '{date}')
      .replace(REPORT_HOST, '$1')
      .replace(/(?<![0-9A-Za-z:])[0-2]?\d:[0-5]\d(?::[0-6]\d)?(?:\.\d+)?(?![0-9A-Za-z:])/g, '{time}'),
};
