/** The types of the library: declarations of all that `src/index.ts` reaches, in `dist/types`. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export async function writeTypes(root: string): Promise<void> {
  const tsc = `${root}node_modules/typescript/bin/tsc`;
  await promisify(execFile)(process.execPath, [tsc, '-p', `${root}src/tsconfig.types.json`], { cwd: root });
}
