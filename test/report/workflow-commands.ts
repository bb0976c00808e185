/**
 * What a runner of GitHub Actions takes for a command in a line of output, as its source has it: `::name key=value,…::data` where a line begins so, also behind
 * blanks, and the older `##[name key=value;…]data` anywhere in a line.
 * https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export interface WorkflowCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly data: string;
}

const KNOWN =
  /^(?:add-mask|add-matcher|add-path|debug|echo|endgroup|error|group|internal-set-repo-path|notice|remove-matcher|save-state|set-env|set-output|stop-commands|warning)$/i;

export function commandsIn(output: string): readonly WorkflowCommand[] {
  return output.split(/\r\n|\r|\n/).flatMap((line) => newForm(line.trimStart()) ?? oldForm(line) ?? []);
}

function newForm(line: string): WorkflowCommand | undefined {
  const end = line.indexOf('::', 2);
  if (!line.startsWith('::') || end < 0) return undefined;
  const [name = '', ...rest] = line.slice(2, end).split(' ');
  if (!KNOWN.test(name)) return undefined;
  return { name, properties: properties(rest.join(' '), ','), data: unescape(line.slice(end + 2)) };
}

function oldForm(line: string): WorkflowCommand | undefined {
  const start = line.indexOf('##[');
  const end = start < 0 ? -1 : line.indexOf(']', start);
  if (end < 0) return undefined;
  const [name = '', ...rest] = line.slice(start + 3, end).split(' ');
  if (!KNOWN.test(name)) return undefined;
  return { name, properties: properties(rest.join(' '), ';'), data: unescape(line.slice(end + 1)) };
}

function properties(text: string, separator: string): Readonly<Record<string, string>> {
  const pairs = text.split(separator).flatMap((part): readonly (readonly [string, string])[] => {
    const at = part.indexOf('=');
    return at < 1 ? [] : [[part.slice(0, at).trim(), unescape(part.slice(at + 1))]];
  });
  return Object.fromEntries(pairs);
}

function unescape(text: string): string {
  return text
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%25', '%');
}
