import type { Clock, Random } from '@lcm/core/kernel';
import type { Blobs } from '@lcm/core/ports/blobs';
import type { ContentSource } from '@lcm/core/ports/content-source';
import type { Coordination } from '@lcm/core/ports/coordination';
import type { GradingEngine } from '@lcm/core/ports/grading-engine';
import type { LabDeliveries } from '@lcm/core/ports/lab-delivery';
import type { Logger } from 'pino';
import type { Outside } from './world.ts';

/** What the services of one process share. */
export interface Parts {
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly outside: Outside;
  readonly coordination: Coordination;
  readonly labDeliveries: LabDeliveries;
  readonly gradingEngine: GradingEngine | undefined;
  readonly blobs: Blobs;
  readonly content: ContentSource;
}
