export { placeTogether } from './cohort-verdict.ts';
export type { ExtensionAnswer } from './extension.ts';
export { extensionOn } from './extension.ts';
export { fitOn } from './fit.ts';
export type { Fleet, PlacementRequest, Window } from './fleet.ts';
export {
  claimsOf,
  idleRuleOf,
  requestOf,
  windowAt,
} from './fleet.ts';
export type { ForeseenStep } from './foresee.ts';
export { foreseenStep } from './foresee.ts';
export type { HostHours } from './host-hours.ts';
export { hostReadyAt, prepareMs } from './leads.ts';
export { learn, preparedIn } from './learned.ts';
export type { Movable, Saved } from './movable.ts';
export type { Decision } from './place.ts';
export { place } from './place.ts';
export type { FleetStep } from './plan-fleet.ts';
export { nextFleetLook, planFleet } from './plan-fleet.ts';
export { withWorker } from './ranking.ts';
export { rearrange } from './rearrange.ts';
export { rescue } from './rescue.ts';
export { SeatCount } from './seats.ts';
export type { PlacementSettings } from './settings.ts';
export { defaultPlacementSettings } from './settings.ts';
export type { SeatTaken, Seeking } from './take-seat.ts';
export { reservationFor, takeSeat, withReservation } from './take-seat.ts';
export type { WarmWish } from './warm-room.ts';
export { isUpAnyhow, mayRunOn, warmRoomGiB, warmThere } from './warm-room.ts';
export { whatIf } from './what-if.ts';
export { withSettings } from './with-settings.ts';
