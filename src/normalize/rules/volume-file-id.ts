import type { Rule } from '../rule.ts';

export const volumeFileId: Rule = {
  name: 'volume-file-id',
  about: 'A file by device and inode number, as volfs gives it.',
  examples: [
    { from: '/.vol/16777232/103184040', to: '/.vol/{dev}/{inode}' },
    { from: '/.vol/16777232/2/x', to: '/.vol/{dev}/{inode}/x' },
  ],
  apply: (path) =>
    !path.startsWith('/.vol/') ? path : path.replace(/^\/\.vol\/\d+\/\d+/, '/.vol/{dev}/{inode}'),
};
