import * as Args from '@oclif/core/args';
import type { Command } from '@oclif/core/command';
import type * as Interfaces from '@oclif/core/interfaces';
import { BaseCommand } from '../base-command.ts';
import {
  SHELLS,
  type CompletedCommand,
  type CompletedFlag,
  type CompletedLine,
  type CompletionScript,
} from '../model/completion.ts';
import { renderCompletion } from '../report/completion/completion.ts';

/** What the value of a flag is called where it names a file. */
const NAMES_FILE = /FILE|FOLDER|TRACE|BASELINE|PROFILE/;

export default class Completion extends BaseCommand {
  static override summary = 'Print what makes a shell complete commands, flags and their values';
  static override description =
    'bash: <%= config.bin %> completion bash > ~/.local/share/bash-completion/completions/<%= config.bin %>, or in ~/.bashrc: eval "$(<%= config.bin %> completion bash)"\n' +
    'zsh: <%= config.bin %> completion zsh > a folder of $fpath/_<%= config.bin %>, or in ~/.zshrc behind compinit: eval "$(<%= config.bin %> completion zsh)"\n' +
    'fish: <%= config.bin %> completion fish > ~/.config/fish/completions/<%= config.bin %>.fish\n' +
    'The script knows the commands of this version: make it again after an update.';
  static override examples = ['<%= config.bin %> <%= command.id %> zsh'];

  static override args = {
    shell: Args.string({ required: true, options: [...SHELLS], description: 'Shell to complete in.' }),
  };

  async run(): Promise<CompletionScript> {
    const { args } = await this.parse(Completion);
    const shell = SHELLS.find((name) => name === args.shell) ?? 'bash';
    const script = renderCompletion(shell, lineOf(this.config));
    const document = { kind: 'esdrift.completion-script', formatVersion: 1, shell, script } as const;
    return this.finish({ document, text: script });
  }
}

function lineOf({ bin, commands, topics }: Interfaces.Config): CompletedLine {
  return {
    bin,
    commands: commands.filter(({ hidden }) => !hidden).map(commandOf),
    topics: topics
      .filter(({ hidden, name }) => hidden !== true && !commands.some(({ id }) => id === name))
      .map(({ name, description = '' }) => ({ word: name, summary: description })),
  };
}

function commandOf({ id, summary = '', flags, args }: Command.Loadable): CompletedCommand {
  const [first] = Object.values(args);
  return {
    words: id.split(':'),
    summary,
    flags: Object.values(flags).flatMap(flagsOf),
    values: first?.options ?? [],
  };
}

function flagsOf(flag: Command.Flag.Cached): readonly CompletedFlag[] {
  const { name, char, summary = flag.description ?? '' } = flag;
  if (flag.hidden === true) return [];
  if (flag.type === 'option') {
    const { options, helpValue = '' } = flag;
    const isFile = NAMES_FILE.test(typeof helpValue === 'string' ? helpValue : helpValue.join(' '));
    return [{ name, char, summary, value: options ?? (isFile ? 'file' : 'text') }];
  }
  const positive = { name, char, summary, value: 'none' } as const;
  return flag.allowNo ? [positive, { ...positive, name: `no-${name}`, char: undefined }] : [positive];
}
