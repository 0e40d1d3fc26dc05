/** One place where a launch is tried. `number` counts them in the order in which they are. */
export interface LaunchPlace {
  readonly number: number;
  readonly instanceType: string;
  /** EC2 chooses when left out. */
  readonly zone?: string | undefined;
}

interface Choice {
  readonly instanceType: string;
  readonly instanceTypes?: readonly string[] | undefined;
  readonly zones?: readonly string[] | undefined;
}

/** Where a launch may go: its own type wherever EC2 has it, then in each zone that is named, then the other types. */
export function launchPlaces({ instanceType, instanceTypes = [], zones = [] }: Choice): readonly LaunchPlace[] {
  const types = [...new Set([instanceType, ...instanceTypes])];
  const places = types.flatMap((type) => [
    { instanceType: type },
    ...[...new Set(zones)].map((zone) => ({ instanceType: type, zone })),
  ]);
  return places.map((place, number) => ({ number, ...place }));
}
