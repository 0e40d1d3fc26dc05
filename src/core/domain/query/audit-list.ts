import { choice, type Searchable, text, time, type When } from './fields.ts';

export interface AuditRow {
  readonly at: When;
  readonly by: { readonly id: string; readonly name: string; readonly roles: readonly string[] };
  readonly operation: string;
  readonly kind: string;
  readonly subject: string;
  readonly correlationId: string;
  readonly events: readonly string[];
}

export const auditKinds = [
  'worker',
  'session',
  'definition',
  'template',
  'inbox',
  'job',
  'settings',
  'instance',
  'task',
  'lab',
  'snapshot',
  'notice',
  'content',
  'use',
  'person',
  'election',
] as const;

export const auditSearch: Searchable<AuditRow> = {
  words: ({ by, operation, kind, subject, correlationId, events }) => [
    by.name,
    by.id,
    operation,
    `${kind}/${subject}`,
    correlationId,
    ...events,
  ],
  fields: {
    by: text(({ by }) => [by.name, by.id], 'who did it'),
    role: text(({ by }) => by.roles, 'as what'),
    operation: text(({ operation }) => [operation], 'part of its name: DrainWorker'),
    kind: choice(auditKinds, ({ kind }) => kind, 'of what was changed'),
    subject: text(({ subject }) => [subject], 'part of the id of what was changed'),
    event: text(({ events }) => events, 'part of the name of what happened'),
    correlation: text(({ correlationId }) => [correlationId], 'all that one request led to'),
    at: time(({ at }) => at, 'when'),
  },
};
