import { InputFile } from './input-file.ts';
import { OutputFile } from './output-file.ts';

/**
 * Copies a file that root keeps to where somebody else wants it, whole or not at all, and gives it to them. Returns its size.
 * Errors: output-exists without `force`, output-unwritable, those of reading.
 */
export async function handOver(
  from: string,
  to: string,
  options: {
    readonly force: boolean;
    readonly owner: { readonly uid: number; readonly gid: number } | undefined;
  },
): Promise<number> {
  await using source = await InputFile.open(from);
  const target = await OutputFile.create(to, { force: options.force, whenInterrupted: 'remove' });
  try {
    for await (const chunk of source.chunks()) await target.write(chunk);
    if (options.owner !== undefined) await target.giveTo(options.owner);
    await target.commit();
  } catch (error) {
    await target.discard();
    throw error;
  }
  return source.size;
}
