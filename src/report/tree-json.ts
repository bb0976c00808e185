/**
 * The document of a process tree as `JSON.stringify(tree, null, 2)` writes it, in pieces: most of a long tree is the same few keys, which a text with gaps
 * holds ready.
 */
import type { ProcessTree, TreeExit, TreeImage, TreeProcess } from '../model/process-tree.ts';

const PROCESSES_PER_PIECE = 256;
const NO_PROCESSES = '"processes": []\n}';

export function* treeJson(tree: ProcessTree): Generator<string, void> {
  const { processes } = tree;
  const frame = JSON.stringify({ ...tree, processes: [] }, null, 2);
  if (processes.length === 0 || !frame.endsWith(NO_PROCESSES)) {
    yield JSON.stringify(tree, null, 2);
    return;
  }
  yield `${frame.slice(0, -NO_PROCESSES.length)}"processes": [`;
  for (let from = 0; from < processes.length; from += PROCESSES_PER_PIECE) {
    const texts = processes.slice(from, from + PROCESSES_PER_PIECE).map(processText);
    yield `${from === 0 ? '' : ','}\n    ${texts.join(',\n    ')}`;
  }
  yield '\n  ]\n}';
}

const text = (value: string | null): string => (value === null ? 'null' : JSON.stringify(value));
const number = (value: number | null): string =>
  value === null || !Number.isFinite(value) ? 'null' : `${value}`;

function processText(subject: TreeProcess): string {
  const { id, parent, depth, boot, pid, pidversion, name, images, label } = subject;
  const { startedMs, endedMs, exit, failedLaunch, forkOnly, bornOf, responsible, context } = subject;
  return `{
      "id": ${number(id)},
      "parent": ${number(parent)},
      "depth": ${number(depth)},
      "boot": ${number(boot)},
      "pid": ${number(pid)},
      "pidversion": ${number(pidversion)},
      "name": ${text(name)},
      "images": ${list(images.map(imageText), '      ')},
      "label": ${text(label)},
      "startedMs": ${number(startedMs)},
      "endedMs": ${number(endedMs)},
      "exit": ${exitText(exit)},
      "failedLaunch": ${failedLaunch},
      "forkOnly": ${forkOnly},
      "bornOf": ${number(bornOf)},
      "responsible": ${number(responsible)},
      "context": ${context}
    }`;
}

function imageText({ name, path, signingId, authority, cdhash, args }: TreeImage): string {
  const more = args === undefined ? '' : `,\n          "args": ${list(args.map(text), '          ')}`;
  return `{
          "name": ${text(name)},
          "path": ${text(path)},
          "signingId": ${text(signingId)},
          "authority": ${text(authority)},
          "cdhash": ${text(cdhash)}${more}
        }`;
}

function exitText(exit: TreeExit | null): string {
  if (exit === null) return 'null';
  if ('code' in exit) return `{\n        "code": ${number(exit.code)}\n      }`;
  const { signal, name, coreDumped } = exit;
  return `{
        "signal": ${number(signal)},
        "name": ${text(name)},
        "coreDumped": ${coreDumped}
      }`;
}

function list(items: readonly string[], indent: string): string {
  return items.length === 0 ? '[]' : `[\n${indent}  ${items.join(`,\n${indent}  `)}\n${indent}]`;
}
