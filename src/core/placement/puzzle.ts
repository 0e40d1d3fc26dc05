import { leastSavedMs } from './calendars.ts';
import { isHindered } from './fit.ts';
import { type Fleet, windowAt } from './fleet.ts';
import { laneOf } from './lane.ts';
import type { Movable } from './movable.ts';
import { mightHold } from './pick.ts';
import type { Booked, Puzzle } from './search.ts';
import { type Seat, seatOf } from './seat.ts';

/** The calendars of a fleet, with bookings that may go elsewhere, as numbers. Each of them is on one of the workers. */
export function puzzleOf(movable: readonly Movable[], fleet: Fleet, mostMoves: number): Puzzle {
  const seats = fleet.workers.map(seatOf);
  const lanes = new Map(fleet.workers.map(({ id }, lane) => [id, lane]));
  const theirs = Map.groupBy(movable, ({ workerId }) => workerId);
  return {
    lanes: seats.map((seat) => laneOf(seat, theirs.get(seat.worker.id) ?? [], fleet)),
    booked: movable.map((each) => bookedOn(lanes.get(each.workerId) ?? -1, each, { seats, fleet })),
    leastMs: leastSavedMs(fleet),
    mostMoves,
  };
}

interface On {
  readonly seats: readonly Seat[];
  readonly fleet: Fleet;
}

function bookedOn(home: number, { request, reservation }: Movable, { seats, fleet }: On): Booked {
  const { settings, now, foreignPorts } = fleet;
  const asked = { request, settings, now, foreignPorts };
  const { from, until } = windowAt(request.start ?? now, now, asked);
  const known = new Map<number, boolean>();
  const look = (lane: number): boolean => {
    const seat = seats[lane];
    return seat !== undefined && mightHold(seat, asked) && !isHindered(seat, asked);
  };
  return {
    home,
    own: reservation,
    elsewhere: { from, until, amounts: request.needs },
    mayGoTo: (lane) => {
      const answer = known.get(lane) ?? look(lane);
      known.set(lane, answer);
      return answer;
    },
  };
}
