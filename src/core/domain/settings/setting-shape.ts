/** A whole number in a range. */
export interface NumberSetting {
  readonly kind: 'number';
  readonly initial: number;
  readonly min: number;
  readonly max: number;
  readonly unit: string;
}

interface SwitchSetting {
  readonly kind: 'switch';
  readonly initial: boolean;
}

/** Several short texts, each of which looks as the pattern says. */
export interface ListSetting {
  readonly kind: 'list';
  readonly initial: readonly string[];
  readonly pattern: RegExp;
  /** What one of them is, for whoever wrote another: `a region like us-east-1`. */
  readonly item: string;
}

export type SettingShape = NumberSetting | SwitchSetting | ListSetting;

export type SettingEntry = SettingShape & {
  readonly label: string;
  readonly about: string;
  /** The variable of the environment that says it for a new installation. */
  readonly variable: string;
};
