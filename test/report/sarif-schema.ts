/** The schema of SARIF 2.1.0, as Microsoft's package for tests of SARIF ships it. */
import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' };
import { Ajv } from 'ajv';

const validate = new Ajv({
  strict: false,
  allErrors: true,
  unicodeRegExp: false,
  formats: {
    uri: (text: string) => URL.canParse(text),
    'uri-reference': (text: string) => URL.canParse(text, 'file:///base/'),
    'date-time': (text: string) => !Number.isNaN(Date.parse(text)),
  },
  // It is of draft 4, whose name for itself Ajv 8 does not take; it uses nothing else that differs. One pattern is none with the flag u.
}).compile(Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema' && key !== 'id')));

/** Empty where the log is valid. */
export function sarifProblems(log: unknown): readonly string[] {
  return validate(log)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message ?? ''}`);
}
