import type { ComponentRule } from '../rule.ts';
import { TRAIT } from '../traits.ts';

const NAMES =
  'Big ?Sur|Catalina|El ?Capitan|Golden ?Gate|High ?Sierra|Mojave|Monterey|Sequoia|Sierra|Sonoma|Tahoe|Ventura|Yosemite';
const INSTALLER_ID = new RegExp(
  `((?:^|\\.)InstallAssistant\\.)(?:Seed\\.)?(?:macOS(?!\\{)[A-Za-z0-9]+|${NAMES})(?=\\.|$)`,
);
/** As update labels have it: `macOS Tahoe 26.2`. */
const RELEASE = new RegExp(`(?<![A-Za-z0-9])(macOS )(?:${NAMES})(?: Beta)?(?![A-Za-z0-9])`, 'gi');

export const installerName: ComponentRule = {
  name: 'installer-name',
  about:
    'The installer app and its identifiers carry the marketing name of the release, and "Seed" or "Beta" before it is out.',
  examples: [
    {
      from: '/Applications/Install macOS Tahoe.app/Contents',
      to: '/Applications/Install macOS {osname}.app/Contents',
    },
    { from: 'Install macOS 27 Golden Gate Beta.app', to: 'Install macOS {osname}.app' },
    { from: 'com.apple.InstallAssistant.macOSTahoe', to: 'com.apple.InstallAssistant.macOS{osname}' },
    { from: 'com.apple.InstallAssistant.BigSur', to: 'com.apple.InstallAssistant.macOS{osname}' },
    { from: 'com.apple.InstallAssistant.Seed.macOS12Seed1', to: 'com.apple.InstallAssistant.macOS{osname}' },
    {
      from: 'com.apple.pkg.InstallAssistant.macOSTahoe.plist',
      to: 'com.apple.pkg.InstallAssistant.macOS{osname}.plist',
    },
    { from: 'macOS Tahoe 26.2-25C56', to: 'macOS {osname} {version}-{build}' },
    { from: 'com.apple.InstallAssistant.plist', to: 'com.apple.InstallAssistant.plist' },
    { from: 'macOS Install Data', to: 'macOS Install Data' },
  ],
  needs: TRAIT.space | TRAIT.token,
  apply: (name) =>
    !name.includes(' ') && !name.includes('InstallAssistant.')
      ? name
      : name
          .replace(/^Install (?:macOS|OS X) .+\.app$/, 'Install macOS {osname}.app')
          .replace(INSTALLER_ID, '$1macOS{osname}')
          .replace(RELEASE, '$1{osname}'),
};
