import { unreachable } from '@lcm/core/kernel';
import { CmlError, type CmlServer } from '@lcm/core/ports/cml';
import { InstancesError } from '@lcm/core/ports/instances';
import { again, type Next } from '@lcm/core/reconcile';
import { type Hand, stateChanged } from './hand.ts';
import type { Step } from './step.ts';
import { launch, place } from './take-launch.ts';

type StepOf<Kind extends Step['do']> = Extract<Step, { do: Kind }>;

/** Takes the step; what it led to is read from the world at the next look. */
export async function takeStep(hand: Hand, step: Step): Promise<Next> {
  switch (step.do) {
    case 'wait':
      return again(step.ms, step.because);
    case 'report':
      return step.report.type === 'placed' ? place(hand, step.report) : report(hand, step);
    case 'ask-stop':
      return askStop(hand, step);
    case 'launch':
      return launch(hand);
    case 'start':
    case 'stop':
      return startOrStop(hand, step);
    case 'terminate':
      return terminate(hand, step);
    case 'end-leftover':
      return endLeftover(hand, step);
    case 'tag':
      return tag(hand, step);
    case 'register-license':
      return registerLicense(hand, step);
    case 'deregister-license':
      return deregisterLicense(hand, step);
    default:
      return unreachable(step);
  }
}

async function report({ tell }: Hand, step: StepOf<'report'>): Promise<Next> {
  await tell(step.report);
  return stateChanged;
}

async function askStop({ deps, worker }: Hand, { because }: StepOf<'ask-stop'>): Promise<Next> {
  const told = await deps.controlPlane.send(
    'AskWorker',
    { workerId: worker.id, to: 'stopped', reason: because },
    { fence: deps.leadership.fence(), correlationId: worker.id },
  );
  if (!told.ok) throw new Error(`${worker.id} cannot be asked to stop: ${told.rejection.message}`);
  return stateChanged;
}

/** It holds no licence: nobody has ever reached the CML on it. */
async function endLeftover({ deps, worker, memory, tell }: Hand, step: StepOf<'end-leftover'>): Promise<Next> {
  if (!deps.leadership.mayAct()) return again(1000, 'our lead has to be renewed before an instance is ended');
  memory.note(worker, { leftoverAskedAt: deps.clock.now() });
  try {
    await deps.instances.terminate(worker.spec.region, step.instance);
  } catch (error) {
    if (!(error instanceof InstancesError) || error.code !== 'not-found') throw error;
    await tell({ type: 'leftover-ended', launch: worker.launch, instanceId: step.instance });
  }
  return again(deps.settings.busyPollMs, `${step.instance} is what an earlier launch left, it is ended`);
}

async function tag({ deps, worker, memory }: Hand, step: StepOf<'tag'>): Promise<Next> {
  memory.note(worker, { taggedAt: deps.clock.now() });
  await deps.instances.tag(worker.spec.region, step.instance, step.tags);
  return again(deps.settings.busyPollMs, `${step.instance} was given the tags of its worker`);
}

async function startOrStop({ deps, worker, memory }: Hand, step: StepOf<'start' | 'stop'>): Promise<Next> {
  const { busyPollMs, idlePollMs } = deps.settings;
  // What a leader of before wants of a host may be the opposite of what its successor is doing with it.
  if (!deps.leadership.mayAct()) return again(1000, `our lead has to be renewed before a host is asked to ${step.do}`);
  try {
    if (step.do === 'start') await deps.instances.start(worker.spec.region, step.instance);
    else await deps.instances.stop(worker.spec.region, step.instance);
    if (step.do === 'stop') memory.note(worker, { stopAskedAt: deps.clock.now() });
    return again(busyPollMs, step.because);
  } catch (error) {
    if (!(error instanceof InstancesError)) throw error;
    const soon = error.code === 'wrong-state';
    return again(soon ? busyPollMs : idlePollMs, `EC2 cannot ${step.do} it now: ${error.message}`);
  }
}

async function terminate(hand: Hand, step: StepOf<'terminate'>): Promise<Next> {
  const { deps, worker, tell } = hand;
  if (!deps.leadership.mayAct()) return again(1000, 'our lead has to be renewed before an instance is ended');
  try {
    await deps.instances.terminate(worker.spec.region, step.instance);
  } catch (error) {
    if (!(error instanceof InstancesError) || error.code !== 'not-found') throw error;
  }
  if (step.proves === undefined) return again(deps.settings.busyPollMs, `${step.instance} is ended: ${step.because}`);
  await tell(step.proves);
  return stateChanged;
}

function cmlOf({ deps, seen }: Hand): CmlServer | undefined {
  const { username, password } = deps.cmlAccess;
  return seen.cml?.up ? deps.cml.at({ url: seen.cml.endpoint, username, password }) : undefined;
}

async function registerLicense(hand: Hand, { because }: StepOf<'register-license'>): Promise<Next> {
  const { deps, worker, memory, tell } = hand;
  const { licenseToken, settings, clock } = deps;
  if (licenseToken === undefined) return again(settings.restPollMs, 'no licence token is configured');
  memory.note(worker, { licenseAskedAt: clock.now() });
  try {
    await cmlOf(hand)?.registerLicense(licenseToken);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const license = { status: 'unregistered', failure: error.message } as const;
    await tell({ type: 'license', launch: worker.launch, license });
    return stateChanged;
  }
  return again(settings.busyPollMs, because);
}

async function deregisterLicense(hand: Hand, { because }: StepOf<'deregister-license'>): Promise<Next> {
  const { leadership, settings } = hand.deps;
  if (!leadership.mayAct()) return again(1000, 'our lead has to be renewed before a licence is returned');
  const cml = cmlOf(hand);
  try {
    await cml?.deregisterLicense();
  } catch (error) {
    if (!isRefusal(error) || cml === undefined) throw error;
    await stopLabs(cml);
    return again(settings.busyPollMs, `labs still run, they are stopped first: ${because}`);
  }
  return again(settings.busyPollMs, `its licence is returned: ${because}`);
}

/** CML keeps its licence while nodes run; its host is about to end, and with it whatever runs there. */
async function stopLabs(cml: CmlServer): Promise<void> {
  for (const { id, state } of await cml.labs()) {
    if (state !== 'STOPPED' && state !== 'DEFINED_ON_CORE') await cml.stopLab(id);
  }
}

function isRefusal(error: unknown): error is CmlError {
  return error instanceof CmlError && error.code === 'refused';
}
