import type { Clock, Random } from '@lcm/core/kernel';
import type { PlacementSettings } from '@lcm/core/placement';
import type { Blobs } from '@lcm/core/ports/blobs';
import type { Coordination } from '@lcm/core/ports/coordination';
import type { LabDeliveries } from '@lcm/core/ports/lab-delivery';
import type { StateStore } from '@lcm/core/ports/state-store';
import type { AuditIndex } from './audit-index.ts';
import type { BookingSettings } from './booking.ts';
import type { LabReadings } from './lab-readings.ts';
import type { LicenseTokens } from './license-tokens.ts';
import type { LiveItem } from './live-feed.ts';
import type { Measurements } from './measurements.ts';
import type { MailAddresses } from './people/mail-addresses.ts';
import type { Streams } from './streams.ts';
import type { Turns } from './turns.ts';
import type { Views } from './views.ts';

/** What all operations use together; each names only what it needs of it. */
export interface OperationDeps {
  readonly streams: Streams;
  readonly views: Views;
  readonly audit: AuditIndex;
  readonly turns: Turns;
  readonly store: StateStore;
  /** Of the store: positions of another one cannot be compared with this one's. */
  readonly epoch: string;
  readonly measurements: Measurements;
  readonly labReadings: LabReadings;
  /** Tells those who watch now, and nobody later. */
  readonly tellWatchers: (item: Omit<LiveItem, 'id'>) => void;
  readonly blobs: Blobs;
  readonly coordination: Coordination;
  readonly labDeliveries: LabDeliveries;
  readonly licenseTokens: LicenseTokens;
  readonly mailAddresses: MailAddresses;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: BookingSettings & {
    readonly placement: PlacementSettings;
    /** Whether this installation has a grading engine outside. */
    readonly gradesOutside?: boolean | undefined;
  };
  readonly about: {
    readonly version: string;
    readonly simulated: readonly { readonly part: string; readonly note: string }[];
    readonly speed?: number | undefined;
  };
}
