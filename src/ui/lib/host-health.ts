import type { Worker } from './views.ts';

interface Problem {
  readonly why: string;
  readonly severity: 'danger' | 'warning';
}

/** What its host or the computes of its CML say against it, the worst first. */
export function hostProblem({ checks, health }: Worker): Problem | undefined {
  const host = checks && problemOfChecks(checks);
  if (host !== undefined) return host;
  const sick = health?.computes.find(({ valid }) => !valid);
  if (sick === undefined) return undefined;
  return { why: `CML calls its compute ${sick.hostname} not valid: ${sick.failing.join(', ')}`, severity: 'warning' };
}

function problemOfChecks({ system, instance, events = [] }: NonNullable<Worker['checks']>): Problem | undefined {
  if (system === 'impaired' || instance === 'impaired') {
    return { why: 'Its host fails EC2’s checks', severity: 'danger' };
  }
  const [planned] = events;
  return planned && { why: `AWS plans ${planned.code}: ${planned.description}`, severity: 'warning' };
}

/** Those that look dead and are not believed to be: one thing to look at, however many they are. */
export function heldBackInWords(
  workers: readonly Worker[],
): { readonly title: string; readonly why: string } | undefined {
  const [first, ...others] = workers.filter((worker) => worker.heldBack !== undefined);
  if (first?.heldBack === undefined) return undefined;
  const title = others.length === 0 ? first.name : `${first.name} and ${others.length} more`;
  const why = `${first.heldBack.reason}. See whether AWS and the network answer; end by hand what is really dead`;
  return { title, why };
}

/** By which way we hear of what happens on it; nothing while that goes to and fro. */
export function lineInWords({ line, service }: Worker): string | undefined {
  if (line === undefined) return service === 'available' ? 'not settled yet' : undefined;
  if (line.by === 'events') return 'CML tells it as it happens';
  return `CML is asked now and then: ${line.because ?? 'it tells nothing by itself'}`;
}

const names: Readonly<Record<string, string>> = {
  kvm_vmx_enabled: 'Virtualisation (KVM)',
  enough_cpus: 'Enough CPUs',
  refplat_images_available: 'Reference platform images',
  lld_connected: 'Low-level driver connected',
  lld_synced: 'Low-level driver in step',
  libvirt: 'libvirt',
  fabric: 'Fabric',
  device_mux: 'Console multiplexer',
  docker_shim: 'Containers',
};

export interface CheckShown {
  readonly name: string;
  readonly result: 'passed' | 'failed' | 'not told';
}

type Compute = NonNullable<Worker['health']>['computes'][number];

/** Every check of a compute, those that fail first. */
export function checksShown({ failing, untold }: Compute): readonly CheckShown[] {
  const known = [...new Set([...Object.keys(names), ...failing, ...untold])];
  const resultOf = (check: string): CheckShown['result'] => {
    if (failing.includes(check)) return 'failed';
    return untold.includes(check) ? 'not told' : 'passed';
  };
  const order = ['failed', 'not told', 'passed'];
  return known
    .map((check) => ({ name: names[check] ?? check, result: resultOf(check) }))
    .toSorted((a, b) => order.indexOf(a.result) - order.indexOf(b.result));
}
