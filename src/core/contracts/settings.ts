import * as z from 'zod';
import {
  type SettingEntry,
  type SettingName,
  type SettingValue,
  settingFault,
  settingNames,
  settingSources,
  settingsTable,
} from '../domain/settings/index.ts';
import { at, count, reason } from './primitives.ts';

const Value = z.union([z.number(), z.boolean(), z.array(z.string()).readonly()]);

const name = z.enum(settingNames);

/** Settings as readers see them: what is said of them, and the version of that. What they come to: `effectiveSettings`. */
export const SettingsView = z
  .object({
    id: z.literal('default'),
    version: count,
    environment: z.record(z.string(), Value),
    changed: z.record(z.string(), z.object({ value: Value, at, by: z.string() })),
  })
  .meta({ id: 'Settings' });
export type SettingsView = z.output<typeof SettingsView>;

/** One setting with its value, where that comes from, and what may be chosen. */
export const SettingView = z
  .object({
    name,
    group: z.string(),
    label: z.string(),
    about: z.string(),
    kind: z.enum(['number', 'switch', 'list']),
    unit: z.string().optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    variable: z.string().meta({ description: 'Of the environment of the control plane' }),
    value: Value,
    source: z.enum(settingSources),
    unchanged: Value.meta({ description: 'What it goes back to when a change is taken back' }),
    changedAt: at.optional(),
    changedBy: z.string().optional(),
  })
  .meta({ id: 'Setting' });
export const SettingViews = z.object({ version: count, items: z.array(SettingView) });
export type SettingViews = z.output<typeof SettingViews>;

/** What may be chosen for one, as the table says. */
function valueOf(entry: SettingEntry): z.ZodType<SettingValue> {
  const error = (): string => settingFault(entry, undefined) ?? '';
  switch (entry.kind) {
    case 'number':
      return z.int({ error }).min(entry.min, { error }).max(entry.max, { error });
    case 'switch':
      return z.boolean({ error });
    case 'list':
      return z.array(z.string().regex(entry.pattern, { error: `is not ${entry.item}` })).max(50);
  }
}

type Wanted = { readonly [Name in SettingName]?: SettingValue | null | undefined };

function wantedSettings(): z.ZodType<Wanted> {
  const entries = settingNames.map((each) => {
    const entry: SettingEntry = settingsTable[each];
    const description = `${entry.label}. ${entry.about}`;
    return [each, valueOf(entry).nullable().optional().meta({ description })] as const;
  });
  return z.strictObject(Object.fromEntries(entries));
}

/** All that is named or nothing; `null` takes a change back. */
export const ChangeSettings = z.strictObject({ values: wantedSettings(), reason: reason.optional() });
export const ResetSetting = z.strictObject({ name });

/** What the environment says of settings. @throws ZodError that names every variable at fault at once */
export function readSettingsEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, SettingValue>> {
  // An empty value is none, as everywhere in the environment.
  const given = Object.fromEntries(Object.entries(environment).filter(([, text]) => text !== ''));
  const read: Readonly<Record<string, SettingValue | undefined>> = settingsEnvironment.parse(given);
  const said = settingNames.flatMap((each) => {
    const value = read[settingsTable[each].variable];
    return value === undefined ? [] : [[each, value] as const];
  });
  return Object.fromEntries(said);
}

/** The variables of the environment that say something of settings. */
export const settingsEnvironment: z.ZodObject<Record<string, z.ZodType<SettingValue | undefined>>> = z.object(
  Object.fromEntries(settingNames.map((each) => [settingsTable[each].variable, fromText(settingsTable[each])])),
);

function fromText(entry: SettingEntry): z.ZodType<SettingValue | undefined> {
  const description = `${entry.label}. ${entry.about}`;
  const text = z.string().transform((value) => readText(entry, value));
  return text.pipe(valueOf(entry)).optional().meta({ description });
}

/** What cannot be read stays as it is, and the schema says so. */
function readText({ kind }: SettingEntry, text: string): unknown {
  if (kind === 'list') {
    const parts = text.split(',').map((part) => part.trim());
    return parts.filter((part) => part !== '');
  }
  if (kind === 'number') return text.trim() === '' ? text : Number(text);
  const flag = z.stringbool().safeParse(text);
  return flag.success ? flag.data : text;
}
