/** What Node and packages do at every start for nobody here: 7 ms for `node:process`, 8 for the collation of command ids, on a machine that starts Node in 30. */
import type { Plugin } from 'rolldown';

const PROCESS = '\0process';

/** Node fills in the exports of `node:process` by asking for all of them, which opens the standard streams. */
export const plainProcess: Plugin = {
  name: 'plain-process',
  resolveId: (source) => (source === 'node:process' ? PROCESS : null),
  load: (id) => (id === PROCESS ? 'export default globalThis.process;' : null),
};

/** oclif sorts its commands by the rules of a language; ids are plain letters, and sorted in the manifest. */
export const plainOrder: Plugin = {
  name: 'plain-order',
  transform(code, id) {
    if (!id.endsWith('/@oclif/core/lib/config/plugin.js')) return null;
    const sorting = 'a.id.localeCompare(b.id)';
    if (!code.includes(sorting)) throw new Error(`${id} sorts in another way now.`);
    return code.replace(sorting, '(a.id < b.id ? -1 : 1)');
  },
};
