import { unreachable } from '@lcm/core/kernel';
import { InstancesError } from '@lcm/core/ports/instances';
import { again, type Next } from '@lcm/core/reconcile';
import { type Hand, type StepOf, stateChanged } from './hand.ts';
import type { Step } from './step.ts';
import { align } from './take-alignment.ts';
import { launch, place } from './take-launch.ts';
import { deregisterLicense, registerLicense, renewLicense } from './take-license-step.ts';

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
    case 'untag':
    case 'monitor':
      return align(hand, step);
    case 'register-license':
      return registerLicense(hand, step);
    case 'deregister-license':
      return deregisterLicense(hand, step);
    case 'renew-license':
      return renewLicense(hand, step);
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
