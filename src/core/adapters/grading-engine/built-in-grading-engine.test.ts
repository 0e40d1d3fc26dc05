import { FakeClock } from '../../kernel/index.ts';
import { gradingEngineContract } from '../../ports/grading-engine/contract.ts';
import { builtInGradingEngine } from './built-in-grading-engine.ts';

gradingEngineContract('the built-in one', async () => {
  const clock = new FakeClock(Date.UTC(2026, 10, 21, 9));
  return { engine: builtInGradingEngine(clock), pass: async () => undefined, close: async () => undefined };
});
