import type { ComponentRule } from '../rule.ts';
import { TRAIT } from '../traits.ts';

export const versionNumber: ComponentRule = {
  name: 'version-number',
  about:
    'Versions of two to five parts as a token of their own. Numbers grown onto a name (python3.9) belong to the name.',
  examples: [
    { from: '26.2', to: '{version}' },
    { from: 'libfoo.1.2.3.dylib', to: 'libfoo.{version}.dylib' },
    { from: 'tool-v1.4.0-rc.2.tar', to: 'tool-v{version}.tar' },
    {
      from: '/Library/Frameworks/Python.framework/Versions/3.9/bin/python3.9',
      to: '/Library/Frameworks/Python.framework/Versions/{version}/bin/python3.9',
    },
    { from: '1.2.3.4.5.6.7', to: '1.2.3.4.5.6.7' },
  ],
  needs: TRAIT.dotBetweenDigits,
  apply: (name) =>
    name.replace(
      /(?<![0-9A-Za-z]|\d\.)(v?)\d{1,4}(?:\.\d{1,4}){1,4}(?:[-.]?(?:a|b|rc|alpha|beta)\.?\d+)?(?![0-9A-Za-z]|\.\d)/g,
      '$1{version}',
    ),
};
