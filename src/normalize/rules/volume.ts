import type { PathRule } from '../rule.ts';

export const volume: PathRule = {
  name: 'volume',
  about: 'The name of a mounted volume: people choose it, and the system adds a number when it is taken.',
  examples: [
    { from: '/Volumes/Macintosh HD 1/Users', to: '/Volumes/{volume}/Users' },
    { from: '/Volumes/My Backup', to: '/Volumes/{volume}' },
    { from: '/Volumes', to: '/Volumes' },
  ],
  reach: [{ folder: '/Volumes/', components: 1 }],
  apply: (path) =>
    !path.startsWith('/Volumes/') ? path : path.replace(/^\/Volumes\/[^/]+/, '/Volumes/{volume}'),
};
