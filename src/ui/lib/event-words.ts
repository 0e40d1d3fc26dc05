import { humanize } from './format.ts';
import type { CommitEvent } from './views.ts';

function text(event: CommitEvent, name: string): string {
  const value = event[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function because(event: CommitEvent): string {
  const reason = text(event, 'reason');
  return reason === '' ? '' : `: ${reason}`;
}

const table: Readonly<Record<string, (event: CommitEvent) => string>> = {
  WorkerCreated: (event) => `Created from template ${text(event, 'template')}${because(event)}`,
  WorkerDesiredStatusChanged: (event) => `Shall be ${text(event, 'to')}${because(event)}`,
  WorkerStatusChanged: (event) => `Became ${text(event, 'to')}${because(event)}`,
  WorkerInstanceAssigned: (event) => `Launch ${text(event, 'launch')} is instance ${text(event, 'instanceId')}`,
  WorkerServiceStatusChanged: (event) => `CML became ${text(event, 'to')}`,
  WorkerLaunchFailed: (event) => `Launch ${text(event, 'launch')} failed${because(event)}`,
  DefinitionStatusChanged: (event) => `Became ${humanize(text(event, 'to')).toLowerCase()}${because(event)}`,
  SessionStepStarted: (event) => stepWords(event, 'started'),
  SessionStepDone: (event) => stepWords(event, 'done'),
  SessionStepSkipped: (event) => stepWords(event, 'skipped'),
  SessionStepFailed: (event) => stepWords(event, 'failed'),
  SessionEnded: (event) => `Ended as ${text(event, 'status')}${because(event)}`,
};

function stepWords(event: CommitEvent, what: string): string {
  const message = text(event, 'message');
  return `${humanize(text(event, 'step'))} ${what}${message === '' ? '' : `: ${message}`}`;
}

/** One event as a sentence; of kinds without one, its name and its reason. */
export function historyWords(event: CommitEvent): string {
  return table[event.type]?.(event) ?? `${humanize(event.type)}${because(event)}`;
}
