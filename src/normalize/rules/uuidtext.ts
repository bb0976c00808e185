import type { PathRule } from '../rule.ts';

export const uuidtext: PathRule = {
  name: 'uuidtext',
  about: 'The unified log keeps format strings under the first two digits of a UUID.',
  examples: [
    {
      from: '/private/var/db/uuidtext/3F/8A2C31B04D6E4F0A9B1C2B7D4D6A0E',
      to: '/var/db/uuidtext/{hash}/{hash}',
    },
    { from: '/var/db/uuidtext/dsc/8A2C31B04D6E4F0A9B1C2B7D4D6A0E11', to: '/var/db/uuidtext/dsc/{hash}' },
  ],
  reach: [{ folder: '/var/db/uuidtext/', components: 1 }],
  apply: (path) =>
    !path.startsWith('/var/db/uuidtext/')
      ? path
      : path.replace(/^(\/var\/db\/uuidtext\/)[0-9A-Fa-f]{2}(?=\/|$)/, '$1{hash}'),
};
