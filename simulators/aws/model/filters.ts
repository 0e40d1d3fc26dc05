import { Ec2Error } from './ec2-error.ts';

export interface Filter {
  readonly name: string;
  readonly values: readonly string[];
}

export interface Filterable {
  readonly fields: Readonly<Record<string, string | undefined>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** All filters must hold, and of each one value: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html */
export function matchesAll(filters: readonly Filter[], item: Filterable): boolean {
  return filters.every((filter) => {
    const found = valuesOf(filter.name, item);
    return filter.values.some((wanted) => found.some((value) => wildcard(wanted).test(value)));
  });
}

function valuesOf(name: string, { fields, tags }: Filterable): readonly string[] {
  if (name === 'tag-key') return Object.keys(tags);
  if (name === 'tag-value') return Object.values(tags);
  if (name.startsWith('tag:')) return present(Object.hasOwn(tags, name.slice(4)) ? tags[name.slice(4)] : undefined);
  if (!Object.hasOwn(fields, name)) throw new Ec2Error('InvalidParameterValue', `The filter '${name}' is invalid`);
  return present(fields[name]);
}

function present(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}

/** `*` any text, `?` any character, a backslash takes either literally. */
export function wildcard(pattern: string): RegExp {
  const source = pattern.replace(/\\?[\s\S]/g, (token) => {
    if (token === '*') return '[\\s\\S]*';
    if (token === '?') return '[\\s\\S]';
    return RegExp.escape(token.length > 1 ? token.slice(1) : token);
  });
  return new RegExp(`^${source}$`);
}
