import { nothing } from '@lcm/core/contracts/primitives';
import { SystemView } from '@lcm/core/contracts/system';
import { type Clock, ok } from '@lcm/core/kernel';
import { defineQuery } from '../../application/operation.ts';

interface Deps {
  readonly clock: Clock;
  readonly about: {
    readonly version: string;
    readonly simulated: readonly { readonly part: string; readonly note: string }[];
    readonly speed?: number | undefined;
  };
}

export const getSystem = defineQuery({
  name: 'GetSystem',
  summary: 'What this installation is, and what of the world around it is simulated',
  allow: 'system:read',
  input: nothing,
  output: SystemView,
  async handle(_input, _caller, { clock, about }: Deps) {
    return ok({ ...about, simulated: [...about.simulated], now: clock.now() });
  },
});
