import type { PathRule } from '../rule.ts';

/** The same file has several names on macOS; one of them is kept. */
export const canonicalPath: PathRule = {
  name: 'canonical-path',
  about:
    'Firmlinks and symbolic links that every macOS has: the Data volume, /private, and the cryptexes on Preboot.',
  examples: [
    { from: '/System/Volumes/Data/private/var/db/x', to: '/var/db/x' },
    { from: '/System/Volumes/Data', to: '/' },
    { from: '/private/tmp/x', to: '/tmp/x' },
    { from: '/private/preboot/Cryptexes/OS/usr/lib/dyld', to: '/System/Cryptexes/OS/usr/lib/dyld' },
    { from: '/System/Volumes/Preboot/Cryptexes/App/System/x', to: '/System/Cryptexes/App/System/x' },
    {
      from: '/private/preboot/51A0C2AA-6B5F-4F8A-9B1C-2B7D4D6A0E11/cryptex1/current/os.dmg',
      to: '/System/Volumes/Preboot/{uuid}/cryptex1/current/os.dmg',
    },
    { from: '//usr///bin/./env/', to: '/usr/bin/env' },
    { from: '/System/Volumes/Database', to: '/System/Volumes/Database' },
    { from: '/private/varnish', to: '/private/varnish' },
  ],
  reach: [
    { folder: '//', components: Infinity },
    { folder: '/./', components: Infinity },
    { folder: '/private/', components: 2 },
    { folder: '/System/Volumes/', components: 2 },
  ],
  apply: (path) => {
    if (!path.startsWith('/')) return path;
    // Most paths are clean already, or lie in /private/var; the patterns cost ten times as much as knowing that.
    const isClean =
      !path.includes('//') && !path.includes('/./') && !path.endsWith('/') && !path.endsWith('/.');
    if (isClean && path.startsWith('/private/var/')) return path.slice('/private'.length);
    if (isClean && !path.startsWith('/private/') && !path.startsWith('/System/Volumes/')) return path;
    const clean = path
      .replace(/\/(?:\.?\/)+/g, '/')
      .replace(/(?<=.)\/\.?$/, '')
      .replace(/^\/System\/Volumes\/Data(?=\/|$)/, '')
      .replace(/^\/private(?=\/(?:var|tmp|etc)(?:\/|$))/, '')
      .replace(/^\/private\/preboot(?=\/|$)/, '/System/Volumes/Preboot')
      .replace(/^\/System\/Volumes\/Preboot\/Cryptexes(?=\/|$)/, '/System/Cryptexes');
    return clean === '' ? '/' : clean;
  },
};
