import { DirectHostMetrics } from '@lcm/aws-simulator/direct-host-metrics';
import { WireControlPlane } from '@lcm/core/adapters/control-plane/wire-control-plane';
import type { ControlPlane } from '@lcm/core/ports/control-plane';
import type { HostMetrics } from '@lcm/core/ports/host-metrics';
import { composeLabletController } from '@lcm/lablet-controller/compose';
import { parseConfig as parseLabletConfig } from '@lcm/lablet-controller/config';
import { composeScheduler } from '@lcm/resource-scheduler/compose';
import { parseConfig as parseSchedulerConfig } from '@lcm/resource-scheduler/config';
import { composeWorkerController } from '@lcm/worker-controller/compose';
import { parseConfig as parseWorkerConfig } from '@lcm/worker-controller/config';
import type { ExamPaper } from '../exams/exam-paper.ts';
import type { Plant } from '../planted/bug.ts';
import { environment, resyncMs } from '../settings.ts';
import type { SimWorld } from '../sim-world.ts';
import { CoordinationOf } from './coordination-of.ts';
import { exchangeOf } from './exchange.ts';
import { type Outside, outsideOf } from './outside.ts';
import type { Planes } from './planes.ts';
import type { ControllerKind, Process } from './process.ts';

export interface Controllers {
  readonly world: SimWorld;
  readonly planes: Planes;
  readonly paper: ExamPaper;
  readonly plant: Plant;
}

/** Runs one controller in a process of its own, until that is asked to end. */
export async function runController(of: Controllers, kind: ControllerKind, process: Process): Promise<void> {
  const { clock, random, signal, name } = process;
  const coordination = new CoordinationOf(of.world, process);
  const controlPlane = controlPlaneOf(of, kind, process);
  const shared = { coordination, clock, random, name, ttlMs: of.world.profile.leaseTtlMs, resyncMs, controlPlane };
  const { instances, snapshots, cml, labDeliveries, gradingEngine } = planted(
    outsideOf(of.world, process),
    of.plant,
    process,
  );
  switch (kind) {
    case 'scheduler':
      return composeScheduler(parseSchedulerConfig({}), shared).run(signal);
    case 'worker-controller': {
      const metrics = new DirectHostMetrics({ model: of.world.ec2, clock: of.world.clock });
      const hostMetrics = process.life.guard<HostMetrics>(metrics);
      const ports = { ...shared, instances, snapshots, cml, hostMetrics };
      return composeWorkerController(parseWorkerConfig(environment), ports).run(signal);
    }
    case 'lablet-controller': {
      const blobs = process.life.guard(of.world.blobs);
      const content = process.life.guard(of.paper.source);
      const ports = { ...shared, cml, labDeliveries, gradingEngine, blobs, content };
      return composeLabletController(parseLabletConfig(environment), ports).run(signal);
    }
  }
}

function controlPlaneOf({ world, planes, plant }: Controllers, role: ControllerKind, process: Process): ControlPlane {
  const controlPlane = new WireControlPlane(exchangeOf({ world, planes, process, role, tamper: plant.request }));
  return plant.controlPlane?.(controlPlane, process) ?? controlPlane;
}

function planted({ instances, cml, ...outside }: Outside, plant: Plant, process: Process): Outside {
  return {
    ...outside,
    instances: plant.instances?.(instances, process) ?? instances,
    cml: plant.cml?.(cml, process) ?? cml,
  };
}
