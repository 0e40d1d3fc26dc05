/** One compute of CML: of all that CML checks of it, what fails and what it does not tell. The rest is fine. */
export interface ComputeHealth {
  readonly id: string;
  readonly hostname: string;
  readonly isController: boolean;
  readonly valid: boolean;
  readonly admission: string;
  readonly failing: readonly string[];
  readonly untold: readonly string[];
}

export interface ServiceHealth {
  readonly valid: boolean;
  readonly isLicensed: boolean;
  readonly computes: readonly ComputeHealth[];
}

/** How we come to know what happens on its CML. */
export interface Line {
  readonly by: 'events' | 'polling';
  readonly because?: string | undefined;
}
