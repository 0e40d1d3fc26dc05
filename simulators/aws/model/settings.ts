/** How a duration scatters: log-normally around its median; `sigma` is of the logarithm. */
export interface Scatter {
  readonly medianMs: number;
  readonly sigma: number;
}

export interface Ec2Settings {
  /** What instances take their time for (booting, checks, stopping, terminating) is divided by this. */
  readonly speed: number;
  /** How long a write stays unseen by Describe calls. Not divided by `speed`. */
  readonly readLag: Scatter;
  /** vCPUs that may run at once, in each region. */
  readonly vcpuLimit: number;
  /** The most that one page of an answer holds, whatever the caller asks for. */
  readonly pageSize: number;
  /** Share of launches, 0 to 1, that EC2 itself ends while they boot. */
  readonly failingLaunches: number;
  /** As with an Elastic IP. Otherwise each start brings another public address, as EC2 does. */
  readonly keepsAddress: boolean;
}

export const defaultSettings = {
  speed: 1,
  readLag: { medianMs: 600, sigma: 0.6 },
  vcpuLimit: 960,
  pageSize: 1000,
  failingLaunches: 0,
  keepsAddress: false,
} as const satisfies Ec2Settings;

const seconds = 1000;
const minutes = 60 * seconds;

export interface Durations {
  readonly boot: Scatter;
  readonly checks: Scatter;
  readonly stop: Scatter;
  readonly terminate: Scatter;
}

/**
 * Bare metal takes 5 to 10 minutes to start and as long to stop; others need seconds. Most of a metal boot passes
 * while EC2 already says `running`: https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-nitro-instances.html
 */
export const metalDurations: Durations = {
  boot: { medianMs: 75 * seconds, sigma: 0.35 },
  checks: { medianMs: 6.5 * minutes, sigma: 0.2 },
  stop: { medianMs: 6 * minutes, sigma: 0.25 },
  terminate: { medianMs: 5 * minutes, sigma: 0.25 },
};

export const virtualDurations: Durations = {
  boot: { medianMs: 12 * seconds, sigma: 0.3 },
  checks: { medianMs: 100 * seconds, sigma: 0.2 },
  stop: { medianMs: 35 * seconds, sigma: 0.3 },
  terminate: { medianMs: 35 * seconds, sigma: 0.3 },
};

/** Only blocks that changed are copied, most of it in the first minutes. */
export const snapshotDuration: Scatter = { medianMs: 4 * minutes, sigma: 0.4 };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html: how soon a volume may be asked again. */
export const snapshotRestMs = 15 * seconds;
/** https://docs.aws.amazon.com/general/latest/gr/ebs-service.html: of one gp3 volume. */
export const pendingSnapshotsPerVolume = 5;

/** How long EC2 goes on showing a terminated instance. */
export const terminatedShownMs = 60 * minutes;
