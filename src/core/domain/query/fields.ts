/** An instant as the domain has it, or as it is on a wire. */
export type When = number | string;

interface About {
  /** For the help beside the search box. */
  readonly about: string;
}

/** One of a few words, as a whole. */
export interface ChoiceField<Item> extends About {
  readonly kind: 'choice';
  readonly choices: readonly string[];
  readonly of: (item: Item) => string | undefined;
}

/** A text that has the value as a part of it; of several, any. */
export interface TextField<Item> extends About {
  readonly kind: 'text';
  readonly of: (item: Item) => readonly (string | undefined)[];
}

export interface NumberField<Item> extends About {
  readonly kind: 'number';
  readonly of: (item: Item) => number | undefined;
}

export interface TimeField<Item> extends About {
  readonly kind: 'time';
  readonly of: (item: Item) => When | undefined;
}

export type Field<Item> = ChoiceField<Item> | TextField<Item> | NumberField<Item> | TimeField<Item>;

/** What one list can be asked for: its fields by name, and where words without a field are looked for. */
export interface Searchable<Item> {
  readonly fields: Readonly<Record<string, Field<Item>>>;
  readonly words: (item: Item) => readonly (string | undefined)[];
}

type Of<Item, Value> = (item: Item) => Value;

export function choice<Item>(choices: readonly string[], of: Of<Item, string | undefined>, about: string) {
  return { kind: 'choice', choices, of, about } as const;
}

export function text<Item>(of: Of<Item, readonly (string | undefined)[]>, about: string) {
  return { kind: 'text', of, about } as const;
}

export function number<Item>(of: Of<Item, number | undefined>, about: string) {
  return { kind: 'number', of, about } as const;
}

export function time<Item>(of: Of<Item, When | undefined>, about: string) {
  return { kind: 'time', of, about } as const;
}
