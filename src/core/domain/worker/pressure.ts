/** What a host can run short of, so that somebody must act before its labs stop. */
export const pressures = ['memory', 'disk'] as const;
export type Pressure = (typeof pressures)[number];

/** How full it is, in per cent; what nobody has measured is left out. */
export type Fullness = { readonly [Kind in Pressure]?: number | undefined };

/**
 * In per cent. Above its limit it begins, and only well below it is over, so that a figure that hovers makes no stream of
 * events. The CPU is not here: a host whose CPU is full is slow, and labs live through that; without memory or disk nodes die.
 */
export type PressureLimits = { readonly [Kind in Pressure]: number };

const hysteresis = 5;

export function pressuresAfter(
  before: readonly Pressure[],
  full: Fullness,
  limits: PressureLimits,
): readonly Pressure[] {
  return pressures.filter((pressure) => {
    const value = full[pressure];
    const was = before.includes(pressure);
    if (value === undefined) return was;
    return was ? value >= limits[pressure] - hysteresis : value > limits[pressure];
  });
}
