/** How hosts are measured. How often is a setting of the installation. */
export interface MetricsSettings {
  readonly enabled: boolean;
  /** The longest that one CML server may take to answer. */
  readonly answerMs: number;
}

export const defaultMetricsSettings: MetricsSettings = { enabled: true, answerMs: 10_000 };
