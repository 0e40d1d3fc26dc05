/** What CML checks of each of its computes, in its order. */
export const cmlComputeChecks = [
  'kvm_vmx_enabled',
  'enough_cpus',
  'refplat_images_available',
  'lld_connected',
  'lld_synced',
  'libvirt',
  'fabric',
  'device_mux',
  'docker_shim',
] as const;
export type CmlComputeCheck = (typeof cmlComputeChecks)[number];

export interface CmlComputeHealth {
  readonly id: string;
  readonly hostname: string;
  readonly isController: boolean;
  readonly valid: boolean;
  /** `UNREGISTERED`, `REGISTERED`, `ONLINE`; nodes are launched on what is `READY` only. */
  readonly admissionState: string;
  /** `undefined`: CML cannot tell, as of a compute that is not connected or in a version without the check. */
  readonly checks: Readonly<Record<CmlComputeCheck, boolean | undefined>>;
}

export interface CmlHealth {
  readonly valid: boolean;
  readonly isLicensed: boolean;
  readonly isEnterprise: boolean;
  readonly computes: readonly CmlComputeHealth[];
}
