import { recoveryBrain, updateCheck } from '../background/lookalikes.ts';
import type { Negative } from './negative.ts';

export const recoveryBrainOnly: Negative = {
  name: 'recovery-brain',
  title: "the recovery system's brain, com.apple.NRD.UpdateBrainService, is renewed twice",
  method: 'control',
  evidence: 'ODK PSROLE: signing id, staged path, runs without an upgrade',
  guess: 'name of its asset folder, files of NRDUpdated',
  *act(background, random) {
    for (let times = 2; times > 0; times--) {
      yield* updateCheck(background, random);
      yield random.around(60_000);
      yield* recoveryBrain(background, random);
      yield random.around(5 * 60_000);
    }
  },
};
