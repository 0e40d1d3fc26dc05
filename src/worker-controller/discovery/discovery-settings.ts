/** Where and by which names discovery looks for CML hosts. */
export interface DiscoverySettings {
  /** Beside the regions in which workers are. */
  readonly regions: readonly string[];
  /** Of images, as EC2 filters take them. */
  readonly imagePatterns: readonly string[];
  /** Instead of the job's own interval. */
  readonly everyMs?: number | undefined;
}

export const defaultDiscoverySettings: DiscoverySettings = {
  regions: ['us-east-1'],
  imagePatterns: ['cml*', 'cisco-cml*'],
};
