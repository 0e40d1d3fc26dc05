import { asLost, type License } from '@lcm/core/domain/worker';
import { CmlError, type CmlServer } from '@lcm/core/ports/cml';
import { again, type Next } from '@lcm/core/reconcile';
import { withoutFailure } from './follow-license.ts';
import { type Hand, type StepOf, stateChanged } from './hand.ts';

export async function registerLicense(hand: Hand, { because }: StepOf<'register-license'>): Promise<Next> {
  const { deps, worker } = hand;
  if (!deps.leadership.mayAct()) return again(1000, 'our lead has to be renewed before a licence is taken');
  const token = await tokenFor(hand);
  if (token === undefined) return fail(hand, worker.licenseOrder?.token === undefined ? noToken : sealedToken);
  const refusal = await refusalOf(async () =>
    cmlOf(hand)?.registerLicense(token, { reregister: worker.licenseOrder?.reregister === true }),
  );
  if (refusal !== undefined) return fail(hand, refusal.message);
  // Committed too, so that whoever leads next knows whose answer CML gives.
  await say(hand, { ...worker.license, step: 'server' });
  return again(deps.settings.busyPollMs, because);
}

/** One that was given for the worker and cannot be had is not replaced by the fleet's: it may be of another account. */
async function tokenFor({ deps, worker }: Hand): Promise<string | undefined> {
  if (worker.licenseOrder?.token === undefined) return deps.licenseToken;
  return deps.controlPlane.licenseToken(worker.id);
}

const noToken = 'no licence token is configured for the fleet, and none was given for this worker';
const sealedToken = 'the token given for this worker cannot be opened any more: enter it again';

export async function deregisterLicense(hand: Hand, step: StepOf<'deregister-license'>): Promise<Next> {
  const { leadership, settings } = hand.deps;
  if (!leadership.mayAct()) return again(1000, 'our lead has to be renewed before a licence is returned');
  let answer: { readonly returned: boolean } | undefined;
  const refusal = await refusalOf(async () => {
    answer = await cmlOf(hand)?.deregisterLicense();
  });
  if (refusal === undefined) return sayHeard(hand, answer, step.because);
  if (!step.stopsLabs) return fail(hand, refusal.message);
  await stopLabs(hand);
  return again(settings.busyPollMs, `labs still run, they are stopped first: ${step.because}`);
}

/** CML says only once whether the seat is free: whoever looks later finds no licence either way. So it is committed. */
async function sayHeard(
  hand: Hand,
  answer: { readonly returned: boolean } | undefined,
  because: string,
): Promise<Next> {
  if (answer?.returned === false) return sayKept(hand);
  if (answer !== undefined) await say(hand, { ...hand.worker.license, step: 'heard' });
  return again(hand.deps.settings.busyPollMs, `its licence is returned: ${because}`);
}

/** CML has forgotten its licence and cannot give it back a second time. */
async function sayKept(hand: Hand): Promise<Next> {
  const license: License = { ...hand.worker.license, status: 'unregistered' };
  await say(hand, asLost(license, 'CML did not reach the licence server, where its seat is still counted'));
  return stateChanged;
}

export async function renewLicense(hand: Hand, { because }: StepOf<'renew-license'>): Promise<Next> {
  const { deps, worker, memory } = hand;
  memory.note(worker, { renewalAskedAt: deps.clock.now() });
  await cmlOf(hand)?.renewLicense();
  return again(deps.settings.idlePollMs, `CML asks the licence server anew: ${because}`);
}

function cmlOf({ deps, seen }: Hand): CmlServer | undefined {
  const { username, password } = deps.cmlAccess;
  return seen.cml?.up ? deps.cml.at({ url: seen.cml.endpoint, username, password }) : undefined;
}

async function fail(hand: Hand, failure: string): Promise<Next> {
  const { operation: _, step: __, ...license } = hand.worker.license;
  await say(hand, { ...withoutFailure(license), failure });
  return stateChanged;
}

async function say({ worker, tell }: Hand, license: License): Promise<void> {
  await tell({ type: 'license', launch: worker.launch, license });
}

/** CML keeps its licence while nodes run; its host is about to end, and with it whatever runs there. */
async function stopLabs(hand: Hand): Promise<void> {
  const cml = cmlOf(hand);
  for (const { id, state } of (await cml?.labs()) ?? []) {
    if (state !== 'STOPPED' && state !== 'DEFINED_ON_CORE') await cml?.stopLab(id);
  }
}

/** What CML says no with; what went wrong otherwise is thrown on. */
async function refusalOf(ask: () => Promise<void>): Promise<CmlError | undefined> {
  try {
    await ask();
    return undefined;
  } catch (error) {
    if (error instanceof CmlError && error.code === 'refused') return error;
    throw error;
  }
}
