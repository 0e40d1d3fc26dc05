import { cohortModes } from '../session/index.ts';
import { choice, number, type Searchable, text, time, type When } from './fields.ts';

export interface CohortRow {
  readonly id: string;
  readonly name: string;
  readonly mode: string;
  readonly size: number;
  readonly definition: { readonly id: string; readonly title: string };
  readonly start?: When | undefined;
  readonly bookedBy: string;
  readonly bookedAt: When;
  readonly waiting: number;
  readonly placed: number;
  readonly ended: number;
  readonly free: number;
  readonly concerned: number;
}

export const cohortSearch: Searchable<CohortRow> = {
  words: ({ name, id, definition, bookedBy }) => [name, id, definition.title, bookedBy],
  fields: {
    name: text(({ name }) => [name], 'part of its name'),
    id: text(({ id }) => [id], 'part of its id'),
    lab: text(({ definition }) => [definition.title, definition.id], 'part of the lab’s title'),
    by: text(({ bookedBy }) => [bookedBy], 'who booked it'),
    mode: choice(cohortModes, ({ mode }) => mode, 'whether fewer than all seats are of use'),
    open: choice(['yes', 'no'], (cohort) => (isOpen(cohort) ? 'yes' : 'no'), 'whether any seat has not ended'),
    seats: number(({ size }) => size, 'how many'),
    waiting: number(({ waiting }) => waiting, 'seats without a place'),
    placed: number(({ placed }) => placed, 'seats with a place'),
    free: number(({ free }) => free, 'seats to be handed out'),
    attention: number(({ concerned }) => concerned, 'seats that need somebody'),
    start: time(({ start }) => start, 'when it begins'),
    booked: time(({ bookedAt }) => bookedAt, 'when'),
  },
};

export function isOpen({ waiting, placed }: Pick<CohortRow, 'waiting' | 'placed'>): boolean {
  return waiting + placed > 0;
}
