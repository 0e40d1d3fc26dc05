import { controllerViews } from '@lcm/core/contracts/control-plane';
import { Reservation } from '@lcm/core/contracts/worker';
import type { Reservation as Held, Worker } from '@lcm/core/domain/worker';
import * as z from 'zod';
import type { Kind, StateOf } from './aggregates.ts';
import { viewOf } from './view-of.ts';
import type { Item } from './views.ts';

type Encode<K extends Kind> = (item: Item<StateOf[K]>) => unknown;

/** By kind: each through the schema that the other side reads it with. */
const encoders: { readonly [K in Kind]: Encode<K> } = {
  worker: encodedWorker,
  session: (item) => z.encode(controllerViews.session, viewOf.session(item)),
  definition: (item) => z.encode(controllerViews.definition, viewOf.definition(item)),
  template: (item) => z.encode(controllerViews.template, viewOf.template(item)),
  inbox: (item) => z.encode(controllerViews.inbox, viewOf.inbox(item)),
  instance: (item) => z.encode(controllerViews.instance, viewOf.instance(item)),
  lab: (item) => z.encode(controllerViews.lab, viewOf.lab(item)),
  job: (item) => z.encode(controllerViews.job, viewOf.job(item)),
  settings: (item) => z.encode(controllerViews.settings, viewOf.settings(item)),
  task: (item) => z.encode(controllerViews.task, viewOf.task(item)),
  snapshot: (item) => z.encode(controllerViews.snapshot, viewOf.snapshot(item)),
  notice: (item) => z.encode(controllerViews.notice, viewOf.notice(item)),
  content: (item) => z.encode(controllerViews.content, viewOf.content(item)),
  use: (item) => z.encode(controllerViews.use, viewOf.use(item)),
  election: (item) => z.encode(controllerViews.election, viewOf.election(item)),
  person: (item) => z.encode(controllerViews.person, viewOf.person(item)),
};

const WithoutCalendar = controllerViews.worker.omit({ reservations: true });
const encodedReservations = new WeakMap<Held, unknown>();

/** A calendar is most of a worker, and from one of its states to the next most of the calendar is the same. */
function encodedWorker(item: Item<Worker>): unknown {
  const { reservations, ...others } = viewOf.worker(item);
  const held = Object.entries(reservations).map(([id, reservation]) => [id, encodedReservation(reservation)]);
  return { ...z.encode(WithoutCalendar, others), reservations: Object.fromEntries(held) };
}

function encodedReservation(reservation: Held): unknown {
  const known = encodedReservations.get(reservation) ?? z.encode(Reservation, reservation);
  encodedReservations.set(reservation, known);
  return known;
}

/** Items never change, and each that is new goes to several controllers and to whoever watches: the last ones are kept. */
const encoded = new Map<object, unknown>();
const encodedAtMost = 2_000;

/** A thing as it is now, as it crosses to whoever may see all of it. */
export function encodedView<K extends Kind>(kind: K, item: Item<StateOf[K]>): unknown {
  const known = encoded.get(item) ?? encoders[kind](item);
  encoded.delete(item);
  encoded.set(item, known);
  const oldest = encoded.size > encodedAtMost ? encoded.keys().next().value : undefined;
  if (oldest !== undefined) encoded.delete(oldest);
  return known;
}
