/** Who keeps what is on disks. EC2 knows only which is a copy of which. Called before anybody hears of the copy. */
export interface Disks {
  /** `from` and `to` are instances (the disk they boot from) or snapshots. */
  readonly copied: (from: string, to: string) => void;
  readonly gone: (id: string) => void;
}

export const emptyDisks: Disks = { copied: () => undefined, gone: () => undefined };
