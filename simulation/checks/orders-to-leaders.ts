import * as z from 'zod';
import type { SimWorld } from '../sim-world.ts';

const Asked = z.object({ resign: z.object({ term: z.object({ epoch: z.number(), token: z.number() }) }) });

/** I11: whoever was asked to give way has done so, by order or by dying first. */
export function checkOrdersToLeaders({ auditor, leaders }: SimWorld): void {
  for (const { election, epoch, token, process } of leaders.latest()) {
    const term = Asked.safeParse(auditor.state(`election/${election}`)).data?.resign.term;
    if (term?.epoch === epoch && term?.token === token)
      auditor.report('I11', `${process} leads ${election} in term ${token}, which was asked to end`);
  }
}

const Served = z.object({ triggeredAt: z.undefined(), lastRun: z.object({}) });

/** Somebody wanted a run: it is over, and the order with it. */
export function isServed(job: unknown): boolean {
  return Served.safeParse(job).success;
}
