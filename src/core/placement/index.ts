export type { ExtensionAnswer } from './extension.ts';
export { extensionOn } from './extension.ts';
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
export type { ForeseenStep } from './foresee.ts';
export { foreseenStep } from './foresee.ts';
export type { Decision } from './place.ts';
export { place } from './place.ts';
export { nextFleetLook, planFleet } from './plan-fleet.ts';
export { withSettings } from './with-settings.ts';
