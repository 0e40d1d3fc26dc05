import type { Actor } from '@lcm/core/domain/access';
import type { Session } from '@lcm/core/domain/session';
import { attempt, type PeopleOptions } from '../asking.ts';
import { efforts } from '../checks/exams.ts';
import type { SimWorld } from '../sim-world.ts';

const minute = 60_000;

export interface Attended {
  readonly id: string;
  readonly owner: Actor;
}

/** One candidate and their session, to its end or to their own. */
export async function attend(options: PeopleOptions, of: Attended): Promise<void> {
  const { world, host } = options;
  const { clock, random, auditor } = world;
  const mood = random.next();
  const lateMs = latenessOf(world);
  for (;;) {
    await clock.sleep(5 * minute);
    const session = auditor.sessions.get(of.id);
    if (session && isOver(session)) return;
    if (mood < 0.08 && random.next() < changesMind(world, session)) {
      await attempt(() => host.call('TerminateSession', { sessionId: of.id }, of.owner));
    }
    if (session && isTimeTo(world, session, lateMs)) await come(world, session, mood);
  }
}

/** At each look; in months many are booked for days before they begin. */
function changesMind({ profile }: SimWorld, session: Session | undefined): number {
  const isWaiting = session?.status === 'pending' || session?.status === 'scheduled';
  return profile.name === 'month' && isWaiting ? 0.001 : 0.05;
}

/** In rough weeks whoever finds it ready begins; in months people come when they are to, or somewhat later. */
function latenessOf({ profile, random }: SimWorld): number | undefined {
  return profile.name === 'month' ? Math.max(0, random.next() * 20 - 8) * minute : undefined;
}

function isTimeTo({ clock }: SimWorld, { status, timeslot }: Session, lateMs: number | undefined): boolean {
  return status === 'ready' && (lateMs === undefined || clock.now() >= (timeslot?.start ?? 0) + lateMs);
}

async function come(world: SimWorld, session: Session, mood: number): Promise<void> {
  const { delivery } = session;
  // Some never do.
  if (mood < 0.9 && delivery) await work(world, session, mood);
}

async function work({ clock, random, lds, exams }: SimWorld, session: Session, mood: number): Promise<void> {
  const delivery = session.delivery?.id ?? '';
  lds.act(delivery, 'start');
  await clock.sleep(5 * minute);
  exams.sit(session, efforts[Math.floor(random.next() * efforts.length)] ?? 'none');
  await clock.sleep((5 + random.next() * 100) * minute);
  // Some walk away without saying so.
  if (mood > 0.15) lds.act(delivery, 'finish');
}

function isOver({ status }: Session): boolean {
  return ['archived', 'terminated', 'expired', 'failed', 'stopping', 'stopped'].includes(status);
}
