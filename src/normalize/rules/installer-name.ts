import type { Rule } from '../rule.ts';

const NAMES =
  'BigSur|Catalina|ElCapitan|GoldenGate|HighSierra|Mojave|Monterey|Sequoia|Sierra|Sonoma|Tahoe|Ventura|Yosemite';
const INSTALLER_ID = new RegExp(
  `((?:^|\\.)InstallAssistant\\.)(?:Seed\\.)?(?:macOS(?!\\{)[A-Za-z0-9]+|${NAMES})(?=\\.|$)`,
);

export const installerName: Rule = {
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
    { from: 'com.apple.InstallAssistant.plist', to: 'com.apple.InstallAssistant.plist' },
    { from: 'macOS Install Data', to: 'macOS Install Data' },
  ],
  apply: (name) =>
    name
      .replace(/^Install (?:macOS|OS X) .+\.app$/, 'Install macOS {osname}.app')
      .replace(INSTALLER_ID, '$1macOS{osname}'),
};
