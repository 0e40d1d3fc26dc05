import type { CommitEvent } from './views.ts';

/** Events come as they were stored, of earlier versions too: what is not as expected is left out of a sentence. */
export function text(event: CommitEvent, name: string): string {
  const value = event[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

export function because(event: CommitEvent): string {
  const reason = text(event, 'reason');
  return reason === '' ? '' : `: ${reason}`;
}

/** What an event holds under a name, if that is a thing of its own. */
export function partOf(event: CommitEvent, name: string): object | undefined {
  const value = event[name];
  return typeof value === 'object' && value !== null ? value : undefined;
}

export function textIn(from: object | undefined, name: string): string | undefined {
  const value: unknown = from && Reflect.get(from, name);
  return typeof value === 'string' ? value : undefined;
}

/** Instants of events are numbers; a reader sees them in the local zone. */
export function instantIn(from: object | undefined, name: string): string {
  const at: unknown = from && Reflect.get(from, name);
  return typeof at === 'number' ? new Date(at).toISOString() : 'some time';
}
