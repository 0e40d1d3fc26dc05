const bucketsMs = [1, 2, 5, 10, 20, 60, 100, 300, 1000, 3000];

interface Series {
  count: number;
  sumMs: number;
  readonly upTo: number[];
}

/** Counts and times of requests, as Prometheus reads them. Labels come from our routes only, never from a request's text. */
export class HttpMetrics {
  readonly #series = new Map<string, Series>();

  record(labels: { method: string; route: string; status: number }, durationMs: number): void {
    const key = `method="${labels.method}",route="${labels.route}",status="${labels.status}"`;
    const series = this.#series.get(key) ?? { count: 0, sumMs: 0, upTo: bucketsMs.map(() => 0) };
    series.count += 1;
    series.sumMs += durationMs;
    for (const [index, limit] of bucketsMs.entries()) {
      if (durationMs <= limit) series.upTo[index] = (series.upTo[index] ?? 0) + 1;
    }
    this.#series.set(key, series);
  }

  text(): string {
    const name = 'lcm_http_request_duration_seconds';
    const lines = [`# HELP ${name} Time to answer requests.`, `# TYPE ${name} histogram`];
    for (const [key, { count, sumMs, upTo }] of this.#series) {
      const buckets = bucketsMs.map((ms, index) => `${name}_bucket{${key},le="${ms / 1000}"} ${upTo[index] ?? 0}`);
      lines.push(...buckets, `${name}_bucket{${key},le="+Inf"} ${count}`);
      lines.push(`${name}_sum{${key}} ${sumMs / 1000}`, `${name}_count{${key}} ${count}`);
    }
    return `${lines.join('\n')}\n`;
  }
}
