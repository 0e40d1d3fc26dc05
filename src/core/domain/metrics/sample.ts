import type { Instant } from '../../kernel/index.ts';
import type { WorkerId } from '../worker/index.ts';

/** Who measured, the better informed first: CML sees its own host from within, CloudWatch from outside and minutes late. */
export const sampleSources = ['cml', 'cloudwatch'] as const;
export type SampleSource = (typeof sampleSources)[number];

export const figureNames = [
  'cpuPercent',
  'memoryPercent',
  'diskPercent',
  'networkInBytesPerSecond',
  'networkOutBytesPerSecond',
  'runningNodes',
] as const;
export type FigureName = (typeof figureNames)[number];

/** What was measured; no source measures all of it. */
export type Figures = { readonly [Name in FigureName]?: number | undefined };

/** What one source saw of one worker at one instant. Not an event: nobody acts on it, and old ones are thrown away. */
export interface Sample extends Figures {
  readonly workerId: WorkerId;
  /** Of figures over a while: its end. */
  readonly at: Instant;
  readonly source: SampleSource;
}
