import type { ComponentRule } from '../rule.ts';
import { TRAIT } from '../traits.ts';

export const buildNumber: ComponentRule = {
  name: 'build-number',
  about: 'OS builds: two digits, a letter, a number, and a letter on seeds.',
  examples: [
    { from: '25C56', to: '{build}' },
    { from: 'MSU_UPDATE_25C5031i_patch_26.2_major', to: 'MSU_UPDATE_{build}_patch_{version}_major' },
    { from: 'InstallAssistant_27.0_26A5388g.pkg', to: 'InstallAssistant_{version}_{build}.pkg' },
    { from: 'arm64eSURamDisk.dmg', to: 'arm64eSURamDisk.dmg' },
  ],
  needs: TRAIT.capitalBetweenDigits,
  apply: (name) => name.replace(/(?<![0-9A-Za-z])\d{2}[A-Z]\d{2,5}[a-z]?(?![0-9A-Za-z])/g, '{build}'),
};
