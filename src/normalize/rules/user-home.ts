import type { Rule } from '../rule.ts';

/** Accounts that every Mac has; they name nobody. */
/** Where the patterns below begin. */
const FOLDERS = ['/Users/', '/home/', '/var/db/', '/var/mail/', '/var/at/', '/Library/Managed Preferences/'];
const EVERYONES = new Set(['Shared', 'Guest', '.localized', '.DS_Store']);
const SYSTEM_ACCOUNT = /^(?:_[a-z0-9_.]+|root|daemon|nobody)$/i;

export const userHome: Rule = {
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
  apply: (path) => {
    if (!FOLDERS.some((folder) => path.startsWith(folder))) return path;
    return path
      .replace(/^\/Users\/([^/]+)/, (whole, name: string) => (EVERYONES.has(name) ? whole : '/Users/{user}'))
      .replace(/^\/home\/[^/]+/, '/home/{user}')
      .replace(/^(\/var\/db\/dslocal\/nodes\/[^/]+\/users\/)([^/]+?)(\.plist)?$/, replaceAccount)
      .replace(/^(\/Library\/Managed Preferences\/)([^/]+)(?=\/)/, replaceAccount)
      .replace(/^(\/var\/(?:mail|at\/tabs|db\/sudo\/ts)\/)([^/]+)/, replaceAccount);
  },
};

function replaceAccount(whole: string, folder: string, name: string, extension?: string | number): string {
  if (SYSTEM_ACCOUNT.test(name)) return whole;
  return `${folder}{user}${typeof extension === 'string' ? extension : ''}`;
}
