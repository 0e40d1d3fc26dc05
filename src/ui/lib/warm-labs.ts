import { type Actor, whyNot } from '@lcm/core/domain/access';
import { deepestWarm } from '@lcm/core/domain/definition';
import { isSpare } from '@lcm/core/domain/lab';
import { formatDuration, plural } from './format.ts';
import type { Definition, LabRecord, WarmLabs } from './views.ts';

export function whyNotWarm(actor: Actor, { status }: Pick<Definition, 'status'>): string | undefined {
  const access = whyNot(actor, 'definition:write');
  if (access !== undefined) return access;
  return status === 'active' ? undefined : 'Only of what can be booked labs are kept ready';
}

export function depthFault(text: string): string | undefined {
  const depth = Number(text);
  const fits = /^\d+$/.test(text.trim()) && depth <= deepestWarm;
  return fits ? undefined : `A whole number from 0 to ${deepestWarm}`;
}

export function depthInWords(depth: number): string {
  return depth === 0 ? 'none' : `${depth} on each worker that is up`;
}

/** `2 ready, 1 under way`. */
export function thereInWords({ ready, underWay, failed }: WarmLabs['workers'][number]): string {
  const words = [`${ready} ready`];
  if (underWay > 0) words.push(`${underWay} under way`);
  if (failed > 0) words.push(`${failed} failed`);
  return words.join(', ');
}

/** What they have been worth, measured; undefined while there is nothing to compare. */
export function gainInWords({ warm, fresh }: Pick<WarmLabs, 'warm' | 'fresh'>): string | undefined {
  if (warm.medianSeconds === undefined || fresh.medianSeconds === undefined) return undefined;
  const soonerMs = (fresh.medianSeconds - warm.medianSeconds) * 1000;
  if (Math.abs(soonerMs) < 1000) return 'as long as without';
  return soonerMs > 0 ? `${formatDuration(soonerMs)} sooner` : `${formatDuration(-soonerMs)} later`;
}

/** `1 min 40 s (median of 12 sessions)`. */
export function startsInWords({ sessions, medianSeconds }: WarmLabs['warm']): string {
  if (medianSeconds === undefined) return 'no session yet';
  return `${formatDuration(medianSeconds * 1000)} (median of ${plural(sessions, 'session')})`;
}

/** What a warm lab is for now: whom it waits for, or that it is not one any more. */
export function warmInWords(lab: LabRecord): string | undefined {
  if (lab.source !== 'warm' || lab.pending !== undefined) return undefined;
  if (lab.session !== undefined || lab.bindings.length > 0) return undefined;
  return isSpare(lab) ? 'Waits for a session' : undefined;
}

/** Other than before, what is told of the warm labs of a definition is to be asked for again. */
export function warmKey({ id, revision }: Definition, labs: readonly LabRecord[]): string {
  const kept = labs.filter(({ source, basedOn }) => source === 'warm' && basedOn === id);
  return [id, revision, ...kept.map(({ id: lab, version }) => `${lab} ${version}`)].join();
}
