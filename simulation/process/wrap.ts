/** A port with some of its methods replaced; the others reach it as they are. */
export function wrap<Port extends object>(port: Port, methods: Partial<Port>): Port {
  const members = new Map<string | symbol, unknown>(Object.entries(methods));
  return new Proxy(port, {
    get: (target, name) => {
      const known = members.get(name);
      if (known !== undefined) return known;
      const member: unknown = Reflect.get(target, name, target);
      const bound: unknown = typeof member === 'function' ? member.bind(target) : member;
      if (typeof member === 'function') members.set(name, bound);
      return bound;
    },
  });
}
