import type { PathRule } from '../rule.ts';

export const backupHost: PathRule = {
  name: 'backup-host',
  about: 'Time Machine keeps backups under the name of the Mac.',
  examples: [
    {
      from: '/Volumes/Vault/Backups.backupdb/Alices MacBook/2026-11-23-101010/Data',
      to: '/Volumes/{volume}/Backups.backupdb/{host}/{date}/Data',
    },
  ],
  reach: [{ folder: '/Backups.backupdb/', components: 1 }],
  apply: (path) =>
    !path.includes('/Backups.backupdb/')
      ? path
      : path.replace(/(\/Backups\.backupdb\/)(?!\.)[^/]+/, '$1{host}'),
};
