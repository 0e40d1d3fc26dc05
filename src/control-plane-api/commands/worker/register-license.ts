import { RegisterLicense } from '@lcm/core/contracts/license';
import { WorkerView } from '@lcm/core/contracts/worker';
import { askRegistration } from '@lcm/core/domain/worker';
import { workers } from '../../application/aggregates.ts';
import { changeExisting, written } from '../../application/change.ts';
import type { LicenseTokens } from '../../application/license-tokens.ts';
import { defineCommand } from '../../application/operation.ts';
import type { Streams } from '../../application/streams.ts';
import { viewOf } from '../../application/view-of.ts';

interface Deps {
  readonly streams: Streams;
  readonly licenseTokens: LicenseTokens;
}

/** Has a worker's CML registered. A token that comes with it is sealed first; the event carries where it is kept. */
export const registerLicense = defineCommand({
  name: 'RegisterLicense',
  summary: 'Register the CML licence of a worker, with a token of its own or the fleet’s',
  allow: 'worker:manage',
  input: RegisterLicense,
  output: WorkerView,
  async handle({ workerId: id, token: given, reregister, reason: words }, caller, deps: Deps) {
    const { streams, licenseTokens } = deps;
    const by = caller.actor.name;
    const reason = words ?? `asked for by ${by}`;
    const token = given === undefined ? undefined : await licenseTokens.keep(given);
    const options = { aggregate: workers, id, operation: 'RegisterLicense', caller };
    const changed = await changeExisting(streams, options, (worker, at) =>
      askRegistration(worker, { token, reregister }, { by, reason, at }),
    );
    return written(changed, viewOf.worker);
  },
});
