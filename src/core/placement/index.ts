export { fitOn } from './fit.ts';
export type { Fleet, PlacementRequest, PlacementSettings, Window } from './fleet.ts';
export {
  claimsOf,
  defaultPlacementSettings,
  hostReadyAt,
  idleRuleOf,
  prepareMs,
  requestOf,
  windowAt,
} from './fleet.ts';
export type { Decision } from './place.ts';
export { place } from './place.ts';
export { withSettings } from './with-settings.ts';
