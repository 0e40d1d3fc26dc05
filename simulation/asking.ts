import type { Actor } from '@lcm/core/domain/access';
import { type Host, NoAnswerError } from './host.ts';
import type { SimWorld } from './sim-world.ts';

export const admin: Actor = { id: 'admin', name: 'Ada Admin', roles: ['admin'] };

export interface PeopleOptions {
  readonly world: SimWorld;
  readonly host: Host;
  /** People book, come and change their minds while this is so. */
  readonly going: () => boolean;
}

/** People give up when nobody answers; what became of it, the invariants judge. */
export async function attempt<Answer>(call: () => Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof NoAnswerError) return undefined;
    throw error;
  }
}

/** What must be there before anything else can be: asked for until it is. */
export async function insist(
  world: SimWorld,
  call: () => Promise<{ ok: boolean; body: unknown }>,
): Promise<{ body: unknown }> {
  for (;;) {
    const answer = await attempt(call);
    if (answer?.ok) return answer;
    if (answer) throw new Error(`refused: ${JSON.stringify(answer.body)}`);
    await world.clock.sleep(10_000);
  }
}

export function idOf(body: unknown): string {
  if (typeof body === 'object' && body !== null && 'id' in body) return String(body.id);
  throw new Error(`an answer without an id: ${JSON.stringify(body)}`);
}
