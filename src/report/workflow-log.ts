/**
 * Text for the log of a job. The runner takes a line for a command where it begins with two colons, also behind blanks, or has `##[` anywhere: a name in it may
 * look so. https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
 */
export function quietCommands(text: string): string {
  return text.replaceAll(/^(\s*):(?=:)/gm, '$1\\u{3a}').replaceAll('##[', '#\\u{23}[');
}
