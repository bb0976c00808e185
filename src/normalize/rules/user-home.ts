import type { PathRule } from '../rule.ts';

/** Accounts that every Mac has; they name nobody. */
const EVERYONES = new Set(['Shared', 'Guest', '.localized', '.DS_Store']);
/** With the holes that later rules made in it. */
const SYSTEM_ACCOUNT = /^(?:_(?:[a-z0-9_.]|\{[a-z]+\})+|root|daemon|nobody)$/i;

export const userHome: PathRule = {
  name: 'user-home',
  about: 'The account name in a home folder, and in folders that hold one entry an account.',
  examples: [
    { from: '/Users/alice/Library/Caches', to: '/Users/{user}/Library/Caches' },
    { from: '/System/Volumes/Data/Users/Jörg Müller', to: '/Users/{user}' },
    { from: '/Users/Shared/x', to: '/Users/Shared/x' },
    { from: '/Users/{uuid}/x', to: '/Users/{user}/x' },
    { from: '/home/alice/x', to: '/home/{user}/x' },
    {
      from: '/private/var/db/dslocal/nodes/Default/users/alice.b.plist',
      to: '/var/db/dslocal/nodes/Default/users/{user}.plist',
    },
    {
      from: '/var/db/dslocal/nodes/Default/users/_softwareupdate.plist',
      to: '/var/db/dslocal/nodes/Default/users/_softwareupdate.plist',
    },
    {
      from: '/Library/Managed Preferences/alice/com.apple.dock.plist',
      to: '/Library/Managed Preferences/{user}/com.apple.dock.plist',
    },
    {
      from: '/Library/Managed Preferences/com.apple.dock.plist',
      to: '/Library/Managed Preferences/com.apple.dock.plist',
    },
    { from: '/var/mail/alice', to: '/var/mail/{user}' },
    { from: '/var/db/sudo/ts/alice', to: '/var/db/sudo/ts/{user}' },
  ],
  reach: [
    { folder: '/Users/', components: 1 },
    { folder: '/home/', components: 1 },
    { folder: '/var/db/dslocal/nodes/', components: 3 },
    { folder: '/var/mail/', components: 1 },
    { folder: '/var/at/tabs/', components: 1 },
    { folder: '/var/db/sudo/ts/', components: 1 },
    { folder: '/Library/Managed Preferences/', components: 1 },
  ],
  apply: (path) => {
    if (path.startsWith('/Users/'))
      return path.replace(/^\/Users\/([^/]+)/, (whole, name: string) =>
        EVERYONES.has(name) ? whole : '/Users/{user}',
      );
    if (path.startsWith('/var/'))
      return path
        .replace(/^(\/var\/db\/dslocal\/nodes\/[^/]+\/users\/)([^/]+?)(\.plist)?$/, replaceAccount)
        .replace(/^(\/var\/(?:mail|at\/tabs|db\/sudo\/ts)\/)([^/]+)/, replaceAccount);
    if (path.startsWith('/Library/'))
      return path.replace(/^(\/Library\/Managed Preferences\/)([^/]+)(?=\/)/, replaceAccount);
    return path.startsWith('/home/') ? path.replace(/^\/home\/[^/]+/, '/home/{user}') : path;
  },
};

function replaceAccount(whole: string, folder: string, name: string, extension?: string | number): string {
  if (SYSTEM_ACCOUNT.test(name)) return whole;
  return `${folder}{user}${typeof extension === 'string' ? extension : ''}`;
}
