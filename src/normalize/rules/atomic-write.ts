import { nameLikeness } from '../name-likeness.ts';
import type { ComponentRule } from '../rule.ts';
import { TRAIT } from '../traits.ts';

/** What may stand before a drawn suffix. A signing id or a folder name is no extension. */
const EXTENSION =
  'plist|json|db|sqlite3?|sqlitedb|storedata|xml|strings|txt|log|dat|data|bin|cache|img4|im4p|im4m|dmg|zip|aar|aea|tar|gz|xz|bz2|bom|pkg|conf|cfg|ini|yaml|yml|toml|lock|pid|pb|csv|html|css|js|png|jpg|icns|car|key|pem|cer|crt|p12|keychain-db|keychain|sfl[23]?|mobileconfig|binarycookies|trustcache|archive|map|stats|state|tracev3|md|py|sh|rb|c|h|o|d';
const SUFFIXED = new RegExp(`^(\\.?)(.+\\.(?:${EXTENSION}))\\.([A-Za-z0-9]{6,8})$`);
/** A hidden file with any extension; a reversed domain is a name, not an extension. */
const HIDDEN_SUFFIXED =
  /^(\.(?!(?:com|org|net|io|dev|app|eu|us|de)\.)[^.]+\.[A-Za-z0-9]{1,12}\.)([A-Za-z0-9]{6,8})$/;
/** A hidden file without an extension: there the suffix must look drawn. */
const HIDDEN = /^(\..*[A-Za-z0-9][._-])([A-Za-z0-9]{6,8})$/;
/** Suffixes that mean something, of the length that generators draw. */
const MEANINGFUL =
  /^(?:backup|bundle|corrupt|current|default|deleted|disabled|download|encoded|export|import|invalid|journal|locked|lockfile|manifest|metadata|orig|original|partial|plist|previous|restore|sample|sha1|sha256|sha384|sha512|shadow|signed|sqlite|staged|staging|strings|unsigned|update)$/i;

/** Names score above this in bits once they are as long as a suffix; of drawn suffixes one in a thousand does. */
const SURELY_A_NAME = 8;

export const atomicWrite: ComponentRule = {
  name: 'atomic-write',
  about:
    'Files are written under a drawn suffix first and renamed when they are whole: mkstemp(3) and Foundation draw six to eight letters.',
  examples: [
    { from: '/System/Volumes/Update/.Update.plist.aB3xYz', to: '/System/Volumes/Update/.Update.plist.{tmp}' },
    { from: 'com.apple.SoftwareUpdate.plist.x7Gh2Kd', to: 'com.apple.SoftwareUpdate.plist.{tmp}' },
    { from: '.catalog.json.qwzkfj', to: '.catalog.json.{tmp}' },
    { from: 'catalog.json.ztvXap', to: 'catalog.json.{tmp}' },
    { from: '.index.sproduct.Liurmo', to: '.index.sproduct.{tmp}' },
    { from: '.zsh_history.KosWn01', to: '.zsh_history.{tmp}' },
    { from: '.BC.T_OgkMhN', to: '.BC.T_{tmp}' },
    { from: '.com.apple.timemachine.donotpresent', to: '.com.apple.timemachine.donotpresent' },
    { from: 'Update.plist.backup', to: 'Update.plist.backup' },
    { from: 'com.apple.loginwindow.plist.lockfile', to: 'com.apple.loginwindow.plist.lockfile' },
    { from: 'history.db.journal', to: 'history.db.journal' },
    { from: 'boot.img4.sha256', to: 'boot.img4.sha256' },
    { from: '.com.apple.backupd', to: '.com.apple.backupd' },
  ],
  needs: TRAIT.suffix,
  apply: (name) => {
    const [, dot = '', stem = '', suffix = ''] = hasLongSuffix(name) ? (SUFFIXED.exec(name) ?? []) : [];
    if (suffix === '') return name.startsWith('.') ? hiddenSuffix(name) : name;
    if (MEANINGFUL.test(suffix)) return name;
    const limit = dot === '.' || isMixed(suffix) ? SURELY_A_NAME : 0;
    return nameLikeness(suffix) < limit ? `${dot}${stem}.{tmp}` : name;
  },
};

/** The pattern for it costs ten times as much as knowing that it cannot match. */
function hasLongSuffix(name: string): boolean {
  const length = name.length - 1 - name.lastIndexOf('.');
  return length >= 6 && length <= 8;
}

function hiddenSuffix(name: string): string {
  const [, file = '', drawn = ''] = HIDDEN_SUFFIXED.exec(name) ?? [];
  if (drawn !== '' && !MEANINGFUL.test(drawn) && nameLikeness(drawn) < SURELY_A_NAME) return `${file}{tmp}`;
  const [, stem = '', suffix = ''] = HIDDEN.exec(name) ?? [];
  return isMixed(suffix) && nameLikeness(suffix) < 0 ? `${stem}{tmp}` : name;
}

/** Digits, or a capital after the first letter. */
function isMixed(suffix: string): boolean {
  return /\d/.test(suffix) || (/[a-z]/.test(suffix) && /.[A-Z]/.test(suffix));
}
