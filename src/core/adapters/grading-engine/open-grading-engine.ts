import type { Clock } from '../../kernel/index.ts';
import type { GradingEngine } from '../../ports/grading-engine/index.ts';
import { type EnginePlace, httpEngineTransport } from './http-engine-transport.ts';
import { MozartGradingEngine } from './mozart-grading-engine.ts';

export function openGradingEngine(place: EnginePlace | undefined, clock: Clock): GradingEngine | undefined {
  return place && new MozartGradingEngine(httpEngineTransport(place, clock));
}
