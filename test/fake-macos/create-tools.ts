import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ToolPaths } from '../../src/platform/macos/tools.ts';
import { HEALTHY_MAC, type Answer, type Answers, type FakeTool } from './answers.ts';

export interface FakeTools {
  readonly paths: ToolPaths;
  readonly folder: string;
  readonly remove: () => void;
}

/** A folder with one small program for each tool; `eslogger` is a path (of a stand-in, or where nothing is) or answers like
 * the others'. Missing tools are left out. */
export function createTools(
  eslogger: string | Answers,
  changes: Partial<Readonly<Record<FakeTool, Answers | 'missing'>>> = {},
): FakeTools {
  const folder = mkdtempSync(join(tmpdir(), 'esdrift-tools-'));
  const write = (tool: string, answers: Answers | 'missing'): string => {
    const path = join(folder, tool);
    if (answers === 'missing') return path;
    writeFileSync(
      path,
      script(
        answers,
        (name, text) => writeFileSync(join(folder, `${tool}-${name}`), text),
        join(folder, tool),
      ),
    );
    chmodSync(path, 0o755);
    return path;
  };
  const pathOf = (tool: FakeTool): string => write(tool, changes[tool] ?? HEALTHY_MAC[tool]);
  return {
    folder,
    paths: {
      eslogger: typeof eslogger === 'string' ? eslogger : write('eslogger', eslogger),
      swVers: pathOf('swVers'),
      sysctl: pathOf('sysctl'),
      csrutil: pathOf('csrutil'),
      diskutil: pathOf('diskutil'),
      nvram: pathOf('nvram'),
      launchctl: pathOf('launchctl'),
      ps: pathOf('ps'),
      ioreg: pathOf('ioreg'),
      scutil: pathOf('scutil'),
      dscl: pathOf('dscl'),
      pmset: pathOf('pmset'),
      fdesetup: pathOf('fdesetup'),
      systemsetup: pathOf('systemsetup'),
      profiles: pathOf('profiles'),
      plutil: pathOf('plutil'),
      true: pathOf('true'),
      touch: pathOf('touch'),
      mkfifo: '/usr/bin/mkfifo',
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function script(answers: Answers, write: (name: string, text: string) => void, prefix: string): string {
  const cases = Object.entries(answers).map(([args, answer], index) => {
    write(`${index}.out`, answer.stdout ?? '');
    write(`${index}.err`, answer.stderr ?? '');
    return `${args === '*' ? '*' : `'${args}'`}) ${body(answer, `${prefix}-${index}`)};;`;
  });
  return `#!/bin/sh\ncase "$*" in\n${cases.join('\n')}\n*) echo "unexpected arguments: $*" >&2; exit 64;;\nesac\n`;
}

function body(answer: Answer, file: string): string {
  if (answer.hangs === true) return 'sleep 600';
  return `/bin/cat '${file}.out'; /bin/cat '${file}.err' >&2; exit ${answer.code ?? 0}`;
}
