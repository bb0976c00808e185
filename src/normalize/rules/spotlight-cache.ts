import type { PathRule } from '../rule.ts';

export const spotlightCache: PathRule = {
  name: 'spotlight-cache',
  about: 'Spotlight spreads the text of files over folders named after the number of the file, in hex.',
  examples: [
    {
      from: '/.Spotlight-V100/Store-V2/3F2504E0-4F89-11D3-9A0C-0305E82C3301/Cache/0000/0000/005e/6166551.txt',
      to: '/.Spotlight-V100/Store-V2/{uuid}/Cache/{hash}/{hash}/{hash}/{n}.txt',
    },
  ],
  reach: [{ folder: '/.Spotlight-V100/', components: Infinity }],
  apply: (path) =>
    !path.includes('/.Spotlight-V100/')
      ? path
      : path.replace(
          /(\/\.Spotlight-V100\/.*\/Cache)((?:\/[0-9a-f]{4})+)(?=\/|$)/,
          (_, cache: string, folders: string) => cache + folders.replace(/\/[0-9a-f]{4}/g, '/{hash}'),
        ),
};
