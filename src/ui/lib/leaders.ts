import { electionNames } from '@lcm/core/domain/election';
import type { SystemHealth } from './views.ts';

type Leader = SystemHealth['leaders'][number];

export interface LedController {
  readonly election: string;
  /** None while the others settle who follows, or when all are down. */
  readonly leader: Leader | undefined;
  /** By name: whoever was heard of in the last seconds and does not lead. */
  readonly standBy: readonly string[];
  /** Whether its leader can be asked to give way: the control plane's own replicas settle their turns themselves. */
  readonly takesOrders: boolean;
}

/** The controllers first, each whether or not somebody leads it; then whatever else is done by one of several. */
export function ledControllers({ leaders, controllers }: SystemHealth): readonly LedController[] {
  const known: readonly string[] = electionNames;
  const others = leaders.map(({ election }) => election).filter((election) => !known.includes(election));
  return [...known, ...others].map((election) => ({
    election,
    leader: leaders.find((leader) => leader.election === election),
    standBy: controllers.filter(({ service, leads }) => service === election && !leads).map(({ name }) => name),
    takesOrders: known.includes(election),
  }));
}

/** What it means to ask the leader to give way. */
export function givingWayMeans(controller: LedController): string {
  return controller.standBy.length === 0
    ? 'No other process stands by: nobody leads for a few seconds, and then it leads again in a new term.'
    : `${inWords(controller.standBy)} by: within 5 seconds another leads.`;
}

function inWords(names: readonly string[]): string {
  return names.length === 1 ? `${names[0]} stands` : `${names.join(' and ')} stand`;
}
