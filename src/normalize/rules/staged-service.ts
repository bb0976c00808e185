import type { ComponentRule } from '../rule.ts';
import { TRAIT } from '../traits.ts';

export const stagedService: ComponentRule = {
  name: 'staged-service',
  about:
    'xpcroleaccountd stages a service under its device and inode number, in releases up to about 13 behind its name.',
  examples: [
    {
      from: '/private/var/db/com.apple.xpc.roleaccountd.staging/exec/16777232.47335.xpc/Contents/MacOS/x',
      to: '/var/db/com.apple.xpc.roleaccountd.staging/exec/{dev}.{inode}.xpc/Contents/MacOS/x',
    },
    {
      from: '/private/var/db/com.apple.xpc.roleaccountd.staging/com.apple.MobileSoftwareUpdate.UpdateBrainService.16777220.47335.xpc',
      to: '/var/db/com.apple.xpc.roleaccountd.staging/com.apple.MobileSoftwareUpdate.UpdateBrainService.{dev}.{inode}.xpc',
    },
  ],
  needs: TRAIT.dotBetweenDigits,
  apply: (name) =>
    !name.endsWith('.xpc')
      ? name
      : name.replace(/^(.*\.)?\d+\.\d+\.xpc$/, (_, service?: string) => `${service ?? ''}{dev}.{inode}.xpc`),
};
