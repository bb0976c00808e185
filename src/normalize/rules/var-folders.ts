import type { PathRule } from '../rule.ts';

export const varFolders: PathRule = {
  name: 'var-folders',
  about: 'The two components that confstr(3) derives from the account, for every temporary and cache folder.',
  examples: [
    {
      from: '/private/var/folders/zz/zyxvpxvq6csfxvn_n00000y800007k/T/com.apple.nsurlsessiond',
      to: '/var/folders/{tmp}/{tmp}/T/com.apple.nsurlsessiond',
    },
    { from: '/var/folders/w_/g7pk42215d3_12jkm76_0y900000gn/C', to: '/var/folders/{tmp}/{tmp}/C' },
    { from: '/var/folders/zz', to: '/var/folders/{tmp}' },
  ],
  reach: [{ folder: '/var/folders/', components: 2 }],
  apply: (path) =>
    !path.startsWith('/var/folders/')
      ? path
      : path.replace(
          /^(\/var\/folders\/)[^/]+(\/[^/]+)?/,
          (_, root: string, second?: string) => `${root}{tmp}${second === undefined ? '' : '/{tmp}'}`,
        ),
};
