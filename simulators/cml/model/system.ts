import type { Cml } from './cml.ts';
import { findDefinition } from './definition-documents.ts';
import { strike } from './faults.ts';
import { isEnterprise, isLicensed, licensedNodesRunning, nodeQuota, takesLicense } from './license.ts';
import { definitionId, nodeState } from './power.ts';
import type { Node, Properties } from './state.ts';

/** Off: nobody answers. Unavailable: nginx answers 502/503 alone. Starting: the API answers, `ready` is false. */
export type Phase = 'off' | 'refused' | 'unavailable' | 'starting' | 'ready';

export function phase(cml: Cml): Phase {
  const { bootedAt } = cml.state;
  if (bootedAt === null) return 'off';
  const { refusedMs, unavailableMs, startingMs } = cml.settings.boot;
  const age = (cml.clock.now() - bootedAt) * cml.settings.speed;
  if (age < refusedMs) return 'refused';
  if (age < refusedMs + unavailableMs) return 'unavailable';
  return age < refusedMs + unavailableMs + startingMs ? 'starting' : 'ready';
}

export function systemInformation(cml: Cml): Properties {
  return {
    version: cml.settings.version,
    ready: phase(cml) === 'ready',
    allow_ssh_pubkey_auth: false,
    oui: '52:54:00:00:00:00',
  };
}

export function systemHealth(cml: Cml): Properties {
  const ready = phase(cml) === 'ready';
  const checks = computeChecks(cml);
  const valid = Object.values(checks).every((check) => check === true);
  const compute = {
    ...checks,
    valid,
    admission_state: 'READY',
    is_controller: true,
    hostname: cml.settings.hostname,
  };
  return {
    valid,
    computes: { [cml.state.computeId]: compute },
    is_licensed: isLicensed(cml),
    is_enterprise: isEnterprise(cml.state.licensing),
    controller: { core_connected: ready, nodes_loaded: ready, images_loaded: ready, valid: ready },
  };
}

/** Of a compute that is not connected nothing else is known. */
function computeChecks(cml: Cml): Record<string, boolean | null> {
  const ready = phase(cml) === 'ready';
  const well = {
    kvm_vmx_enabled: cml.settings.kvm,
    enough_cpus: true,
    lld_connected: ready,
    lld_synced: ready,
    libvirt: ready,
    fabric: ready,
    device_mux: ready,
    refplat_images_available: true,
    docker_shim: ready,
  };
  const checks = Object.entries(well).map(([name, holds]) => [name, holds && !strike(cml, 'unhealthy', name)] as const);
  const { lld_connected: connected, ...others } = Object.fromEntries(checks);
  const seen = Object.entries(others).map(([name, holds]) => [name, connected || !ready ? holds : null]);
  return { lld_connected: connected ?? false, ...Object.fromEntries(seen) };
}

export function allNodes(cml: Cml): Node[] {
  return cml.state.labs.flatMap(({ nodes }) => nodes);
}

/** Started or booted nodes that are machines. */
function machinesRunning(cml: Cml): Node[] {
  return allNodes(cml).filter((node) => {
    const state = nodeState(cml, node);
    return (state === 'STARTED' || state === 'BOOTED') && takesLicense(cml, node);
  });
}

export function nodeCpus(cml: Cml, node: Node): number {
  const { cpus } = node.properties;
  return typeof cpus === 'number' && cpus > 0 ? cpus : (findDefinition(cml, definitionId(node))?.cpus ?? 1);
}

export function nodeRamMiB(cml: Cml, node: Node): number {
  const { ram } = node.properties;
  return typeof ram === 'number' && ram > 0 ? ram : (findDefinition(cml, definitionId(node))?.ram ?? 512);
}

const GIB = 1_073_741_824;
const MIB = 1_048_576;

/** A booting node works hard, a booted one idles. */
function coresBusy(cml: Cml, nodes: readonly Node[]): number {
  const busy = nodes.map((node) => nodeCpus(cml, node) * (nodeState(cml, node) === 'BOOTED' ? 0.06 : 0.7));
  return busy.reduce((sum, one) => sum + one, 0.25);
}

export interface SystemNumbers {
  readonly cpuCount: number;
  readonly cpuPercent: number;
  readonly memoryTotalBytes: number;
  readonly memoryUsedBytes: number;
  readonly diskTotalBytes: number;
  readonly diskUsedBytes: number;
  readonly runningNodes: number;
}

/** The numbers follow what runs: cores by what nodes do, memory by what they were given, disk by what they wrote. */
export function systemNumbers(cml: Cml): SystemNumbers {
  const { cpuCount, memoryBytes, diskBytes } = cml.settings;
  const running = machinesRunning(cml);
  const disks = allNodes(cml).filter((node) => nodeState(cml, node) !== 'DEFINED_ON_CORE').length;
  return {
    cpuCount,
    cpuPercent: Math.min(100, (coresBusy(cml, running) / cpuCount) * 100),
    memoryTotalBytes: memoryBytes,
    memoryUsedBytes: Math.min(memoryBytes, 2 * GIB + allocatedRam(cml, running)),
    diskTotalBytes: diskBytes,
    diskUsedBytes: Math.min(diskBytes, 70 * GIB + disks * 0.2 * GIB),
    runningNodes: running.length,
  };
}

function allocatedRam(cml: Cml, running: readonly Node[]): number {
  return running.reduce((sum, node) => sum + nodeRamMiB(cml, node) * MIB, 0);
}

const usage = (used: number, total: number): Properties => ({ used, free: total - used, total });

export function systemStats(cml: Cml): Properties {
  const numbers = systemNumbers(cml);
  const running = machinesRunning(cml);
  const memory = usage(numbers.memoryUsedBytes, numbers.memoryTotalBytes);
  const disk = usage(numbers.diskUsedBytes, numbers.diskTotalBytes);
  const load = Math.round(coresBusy(cml, running) * 100) / 100;
  const cpu = { count: numbers.cpuCount, percent: numbers.cpuPercent };
  const stats = {
    cpu: {
      ...cpu,
      model: CPU_MODEL,
      hyperthreading: true,
      predicted: Math.round(cpu.percent),
      load: [load, load, load],
    },
    memory,
    disk,
    dominfo: {
      total_nodes: allNodes(cml).length,
      total_orphans: 0,
      running_nodes: running.length,
      running_orphans: 0,
      allocated_cpus: running.reduce((sum, node) => sum + nodeCpus(cml, node), 0),
      allocated_memory: allocatedRam(cml, running),
    },
  };
  const compute = { hostname: cml.settings.hostname, is_controller: true, stats };
  return { computes: { [cml.state.computeId]: compute }, all: { cpu, memory, disk }, controller: { disk } };
}

const CPU_MODEL = 'Intel(R) Xeon(R) Platinum 8252C CPU @ 3.80GHz';

export function computeHost(cml: Cml): Properties {
  const nodes = allNodes(cml);
  return {
    id: cml.state.computeId,
    server_address: '::1',
    hostname: cml.settings.hostname,
    is_simulator: true,
    is_connector: true,
    admission_state: 'READY',
    node_counts: {
      total_nodes: nodes.length,
      total_orphans: 0,
      running_nodes: machinesRunning(cml).length,
      running_orphans: 0,
    },
    is_connected: true,
    is_synced: true,
    nodes: nodes.map(({ id }) => id),
  };
}

export function externalConnector(cml: Cml): Properties {
  const operational = {
    forwarding: 'NAT',
    label: 'NAT',
    mtu: 1500,
    exists: true,
    enabled: true,
    protected: false,
    snooped: true,
    stp: false,
    interface: null,
    ip_networks: ['192.168.255.1/24'],
  };
  const { connectorId: id } = cml.state;
  return {
    id,
    device_name: 'virbr0',
    label: 'NAT',
    protected: false,
    snooped: true,
    tags: ['NAT'],
    operational,
    allowed: true,
  };
}

export function licensingDiagnostics(cml: Cml): Properties {
  return {
    quota: nodeQuota(cml),
    started: licensedNodesRunning(cml),
    user_quota: null,
    user_started: licensedNodesRunning(cml),
  };
}
