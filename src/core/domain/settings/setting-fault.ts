import type { ListSetting, NumberSetting, SettingShape } from './setting-shape.ts';

const mostItems = 50;

/** What is wrong with a value, in words; `undefined` when it may be had. */
export function settingFault(shape: SettingShape, value: unknown): string | undefined {
  switch (shape.kind) {
    case 'number':
      return fits(shape, value)
        ? undefined
        : `must be a whole number of ${shape.unit} from ${shape.min} to ${shape.max}`;
    case 'switch':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case 'list':
      return listFault(shape, value);
  }
}

function fits({ min, max }: NumberSetting, value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
}

function listFault({ pattern, item }: ListSetting, value: unknown): string | undefined {
  if (!Array.isArray(value) || value.length > mostItems) return `must be a list of at most ${mostItems}`;
  const wrong = value.find((one) => typeof one !== 'string' || !pattern.test(one));
  return wrong === undefined ? undefined : `"${String(wrong)}" is not ${item}`;
}
