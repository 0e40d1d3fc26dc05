import { Ec2Error } from '../model/ec2-error.ts';
import type { Filter } from '../model/filters.ts';

/** A form of the Query protocol: `InstanceId.1=i-1&Filter.1.Name=…&Filter.1.Value.1=…`. */
export class QueryForm {
  readonly #values: ReadonlyMap<string, string>;

  constructor(values: Iterable<readonly [string, string]>) {
    this.#values = new Map(values);
  }

  text(name: string): string | undefined {
    return this.#values.get(name);
  }

  required(name: string): string {
    const value = this.#values.get(name);
    if (value) return value;
    throw new Ec2Error('MissingParameter', `The request must contain the parameter ${name}`);
  }

  flag(name: string): boolean {
    return this.#values.get(name)?.toLowerCase() === 'true';
  }

  int(name: string): number | undefined {
    const text = this.#values.get(name);
    if (text === undefined) return undefined;
    if (/^\d{1,9}$/.test(text)) return Number(text);
    throw new Ec2Error('InvalidParameterValue', `${name} must be a number, not ${text}`);
  }

  /** `Name.1`, `Name.2` in the order of their numbers. */
  list(name: string): readonly string[] {
    return this.groups(name).map((group) => group.text('') ?? '');
  }

  /** `Name.1.X`, `Name.1.Y`, `Name.2.X`: one form per number. */
  groups(name: string): readonly QueryForm[] {
    const byNumber = new Map<number, [string, string][]>();
    for (const [key, value] of this.#values) {
      const [, number, rest = ''] = key.startsWith(`${name}.`)
        ? (/^(\d+)(?:\.(.*))?$/.exec(key.slice(name.length + 1)) ?? [])
        : [];
      if (number === undefined) continue;
      byNumber.set(Number(number), [...(byNumber.get(Number(number)) ?? []), [rest, value]]);
    }
    return [...byNumber].toSorted(([a], [b]) => a - b).map(([, values]) => new QueryForm(values));
  }

  filters(): readonly Filter[] {
    return this.groups('Filter').map((group) => ({ name: group.required('Name'), values: group.list('Value') }));
  }
}
