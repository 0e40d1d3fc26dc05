const minute = 60_000;

/** How often hosts are measured. All in milliseconds. */
export interface MetricsSettings {
  readonly enabled: boolean;
  /** How often each CML server is asked. */
  readonly pollMs: number;
  /** How often CloudWatch is asked about a region. */
  readonly cloudWatchPollMs: number;
  /** The longest that one CML server may take to answer. */
  readonly answerMs: number;
}

export const defaultMetricsSettings: MetricsSettings = {
  enabled: true,
  pollMs: 5 * minute,
  cloudWatchPollMs: 5 * minute,
  answerMs: 10_000,
};
