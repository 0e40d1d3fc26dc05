import type { VNode } from 'preact';

export interface MeterProps {
  readonly label: string;
  readonly used: number;
  readonly total: number;
  readonly format: (value: number) => string;
  readonly peak?: number;
  /** Where all of it taken is no trouble. */
  readonly plain?: boolean;
}

function toneOf(share: number): string {
  if (share >= 0.9) return 'meter-bad';
  return share >= 0.7 ? 'meter-warn' : 'meter-good';
}

/** How much of something is taken now, and at most later. */
export function Meter({ label, used, total, format, peak, plain = false }: MeterProps): VNode {
  const share = (value: number): number => (total === 0 ? 0 : Math.min(1, value / total));
  const words = `${format(used)} of ${format(total)}`;
  const later = peak !== undefined && peak > used ? `, at most ${format(peak)} within 24 h` : '';
  return (
    <div class="mb-2">
      <div class="d-flex small">
        <span class="me-auto">{label}</span>
        <span>
          {words}
          <span class="text-body-secondary">{later}</span>
        </span>
      </div>
      <div
        class="meter"
        role="meter"
        aria-label={label}
        aria-valuenow={used}
        aria-valuemax={total}
        aria-valuetext={words + later}
      >
        {peak !== undefined && <div class="meter-peak" style={{ width: `${share(peak) * 100}%` }} />}
        <div class={plain ? 'meter-good' : toneOf(share(used))} style={{ width: `${share(used) * 100}%` }} />
      </div>
    </div>
  );
}

export interface BarProps {
  readonly label: string;
  readonly share: number;
  readonly words: string;
}

/** The same in a cell of a table. */
export function Bar({ label, share, words }: BarProps): VNode {
  const percent = Math.min(100, Math.max(0, share * 100));
  return (
    <div class="cell-bar">
      <span class="text-nowrap">{words}</span>
      <div class="meter" role="meter" aria-label={label} aria-valuenow={Math.round(percent)} aria-valuetext={words}>
        <div class={toneOf(share)} style={{ width: `${percent}%` }} />
      </div>
    </div>
  );
}
