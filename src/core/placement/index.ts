export { fitOn } from './fit.ts';
export type { PlacementRequest, PlacementSettings, Window } from './fleet.ts';
export {
  claimsOf,
  defaultPlacementSettings,
  hostReadyAt,
  idleRuleOf,
  prepareMs,
  requestOf,
  windowAt,
} from './fleet.ts';
export type { Decision, Fleet } from './place.ts';
export { place } from './place.ts';
export { withSettings } from './with-settings.ts';
