import type { ComponentRule } from '../rule.ts';
import { TRAIT } from '../traits.ts';

export const uuid: ComponentRule = {
  name: 'uuid',
  about: 'UUIDs with dashes, in either case; without dashes they are digests.',
  examples: [
    { from: '/x/3F2504E0-4F89-11D3-9A0C-0305E82C3301.plist', to: '/x/{uuid}.plist' },
    { from: 'agent-3f2504e0-4f89-11d3-9a0c-0305e82c3301', to: 'agent-{uuid}' },
    { from: '/x/{3F2504E0-4F89-11D3-9A0C-0305E82C3301}', to: '/x/{{{uuid}}}' },
  ],
  needs: TRAIT.hexRun,
  apply: (name) =>
    name.length < 36
      ? name
      : name.replace(
          /(?<![0-9A-Za-z])[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}(?![0-9A-Za-z])/g,
          '{uuid}',
        ),
};
