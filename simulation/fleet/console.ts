import type { Worker } from '@lcm/core/domain/worker';
import type { SimWorld } from '../sim-world.ts';

/** Somebody at the AWS console, or AWS itself, does something to an instance of ours that nobody told us of. */
export function meddle(world: SimWorld, { instanceId }: Worker): void {
  const { ec2, operators, troubles } = world;
  const instance = ec2.truth.find(({ id }) => id === instanceId);
  if (instance === undefined || instance.state === 'terminated') return;
  const { id } = instance;
  const luck = operators.next();
  if (luck < 0.4) return endByHand(world, id);
  if (instance.state !== 'running') return;
  if (luck < 0.7) return stopByHand(world, id);
  if (luck < 0.85) {
    troubles.note('its checks fail', id);
    ec2.impair(id, { instance: 'impaired' });
  } else retire(world, id);
}

export function endByHand(world: SimWorld, id: string): void {
  world.tend();
  world.endedOutside.add(id);
  world.ec2.terminateFromOutside(id);
}

export function stopByHand(world: SimWorld, id: string): void {
  const { ec2, exams, troubles } = world;
  const instance = ec2.truth.find((one) => one.id === id);
  if (instance?.state !== 'running') return;
  world.tend();
  troubles.note('somebody stopped it', id);
  exams.interrupted(id);
  ec2.stopInstances({ region: instance.region, ids: [id] });
}

/** AWS announces that it takes the host away, and does so by stopping it. */
function retire(world: SimWorld, id: string): void {
  const { clock, ec2 } = world;
  const noticeMs = world.operators.next() * 12 * 3_600_000;
  ec2.retire(id, clock.now() + noticeMs);
  void clock.sleep(noticeMs).then(() => stopByHand(world, id));
}
