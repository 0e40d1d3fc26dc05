import type { SimWorld } from '../sim-world.ts';

/** I11: whoever was asked to give way has done so, by order or by dying first. */
export function checkOrdersToLeaders({ auditor, leaders }: SimWorld): void {
  for (const { election, epoch, token, process } of leaders.latest()) {
    const term = at(at(auditor.state(`election/${election}`), 'resign'), 'term');
    if (at(term, 'epoch') === epoch && at(term, 'token') === token)
      auditor.report('I11', `${process} leads ${election} in term ${token}, which was asked to end`);
  }
}

/** Somebody wanted a run: it is over, and the order with it. */
export function isServed(job: unknown): boolean {
  return at(job, 'lastRun') !== undefined && at(job, 'triggeredAt') === undefined;
}

function at(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined;
}
