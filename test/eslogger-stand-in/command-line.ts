/** eslogger's arguments, its refusals and their texts. Sources: eslogger(1), and texts reported from macOS 26.3 to 26.5.2. */
import type { Refusal } from './settings.ts';

export type Command =
  | { readonly kind: 'list' }
  | { readonly kind: 'log'; readonly events: readonly string[]; readonly select: readonly string[] }
  | { readonly kind: 'refused'; readonly message: string };

export function parseCommandLine(args: readonly string[], offered: readonly string[]): Command {
  const events: string[] = [];
  const select: string[] = [];
  for (let at = 0; at < args.length; at += 1) {
    const argument = args[at] ?? '';
    const [name = '', glued] = argument.split(/=(.*)/s);
    const value = (): string => {
      if (glued !== undefined) return glued;
      at += 1;
      return args[at] ?? '';
    };
    switch (name) {
      case '--list-events':
        return { kind: 'list' };
      case '--oslog':
      case '--oslog-subsystem':
      case '--oslog-category':
        return refused(
          'This stand-in writes to stdout only: leave out --oslog, which would cut events at 32 k.',
        );
      case '--format': {
        const format = value();
        if (format !== 'json') return refused(`Unknown format: ${format}`);
        break;
      }
      case '--select':
        select.push(value());
        break;
      default:
        if (argument.startsWith('-')) return refused(`Unknown option '${argument}'`);
        events.push(argument);
    }
  }
  if (events.length === 0) return refused("Missing expected argument '<event> ...'");
  // One unknown name refuses all of them.
  const unknown = events.filter((event) => !offered.includes(event));
  if (unknown.length > 0) return refused(`Failed to parse event types: ${unknown.join(', ')}`);
  return { kind: 'log', events, select };
}

function refused(message: string): Command {
  return { kind: 'refused', message };
}

/** The first two as reported; the wording of the others is not known, only their token. */
export const REFUSAL_TEXTS: Readonly<Record<Refusal, string>> = {
  'not-permitted':
    'Failed to create ES client: Not permitted to create an ES Client, responsible process needs TCC Full Disk Access authorization (ES_NEW_CLIENT_RESULT_ERR_NOT_PERMITTED)',
  'not-privileged':
    'Failed to create ES client: Not privileged to create an ES client, need to be superuser (ES_NEW_CLIENT_RESULT_ERR_NOT_PRIVILEGED)',
  'not-entitled': 'Failed to create ES client: Not entitled (ES_NEW_CLIENT_RESULT_ERR_NOT_ENTITLED)',
  'too-many-clients':
    'Failed to create ES client: Too many clients (ES_NEW_CLIENT_RESULT_ERR_TOO_MANY_CLIENTS)',
  'invalid-argument':
    'Failed to create ES client: Invalid argument (ES_NEW_CLIENT_RESULT_ERR_INVALID_ARGUMENT)',
  internal: 'Failed to create ES client: Internal error (ES_NEW_CLIENT_RESULT_ERR_INTERNAL)',
};
