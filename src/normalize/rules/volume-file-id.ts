import type { PathRule } from '../rule.ts';

export const volumeFileId: PathRule = {
  name: 'volume-file-id',
  about: 'A file by device and inode number, as volfs gives it.',
  examples: [
    { from: '/.vol/16777232/103184040', to: '/.vol/{dev}/{inode}' },
    { from: '/.vol/16777232/2/x', to: '/.vol/{dev}/{inode}/x' },
  ],
  reach: [{ folder: '/.vol/', components: 2 }],
  apply: (path) =>
    !path.startsWith('/.vol/') ? path : path.replace(/^\/\.vol\/\d+\/\d+/, '/.vol/{dev}/{inode}'),
};
