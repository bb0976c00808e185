import type { PathRule } from '../rule.ts';

export const device: PathRule = {
  name: 'device',
  about: 'Numbers of disks, partitions, snapshots and terminals in /dev, given in the order of appearance.',
  examples: [
    { from: '/dev/disk3s1s1', to: '/dev/disk{n}s{n}s{n}' },
    { from: '/dev/rdisk12', to: '/dev/rdisk{n}' },
    { from: '/dev/ttys003', to: '/dev/ttys{n}' },
    { from: '/dev/null', to: '/dev/null' },
  ],
  reach: [{ folder: '/dev/', components: 1 }],
  apply: (path) =>
    !path.startsWith('/dev/')
      ? path
      : path.replace(
          /^(\/dev\/)(r?disk\d+(?:s\d+)*|ttys\d+)$/,
          (_, folder: string, name: string) => folder + name.replace(/\d+/g, '{n}'),
        ),
};
