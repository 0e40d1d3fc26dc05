/**
 * The licence server behind all hosts, as far as they notice it. As with the real one everybody may register; beyond
 * the seats of the account whoever came last is out of compliance, until somebody before them gives one back.
 */
export class LicenseServer {
  readonly #seats: number;
  readonly #hosts: Set<string>;

  constructor(seats = Number.POSITIVE_INFINITY, hosts: Iterable<string> = []) {
    this.#seats = seats;
    this.#hosts = new Set(hosts);
  }

  /** Hosts that are counted, by their product UUID, the longest first. */
  get hosts(): readonly string[] {
    return [...this.#hosts];
  }

  counts(host: string): boolean {
    return this.#hosts.has(host);
  }

  /** A host that registers anew keeps its seat. */
  register(host: string): void {
    this.#hosts.add(host);
  }

  deregister(host: string): void {
    this.#hosts.delete(host);
  }

  isCovered(host: string): boolean {
    return this.#hosts.has(host) && this.hosts.indexOf(host) < this.#seats;
  }
}
