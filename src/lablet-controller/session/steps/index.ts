import type { pipelines } from '@lcm/core/domain/session';
import type { StepHandler } from '../step-handler.ts';
import { askNodes } from './ask-nodes.ts';
import { assignPorts } from './assign-ports.ts';
import { awaitWorker } from './await-worker.ts';
import { collectAgain } from './collect-again.ts';
import { deleteLab } from './delete-lab.ts';
import { evaluate, gradeAgain } from './evaluate.ts';
import { extractConfigurations } from './extract-configurations.ts';
import { importLab } from './import-lab.ts';
import { packageEvidence } from './package-evidence.ts';
import { provisionDelivery } from './provision-delivery.ts';
import { publishDevices } from './publish-devices.ts';
import { releaseDelivery } from './release-delivery.ts';
import { startLab } from './start-lab.ts';
import { stopLab } from './stop-lab.ts';
import { wipeLab } from './wipe-lab.ts';

type Pipelines = typeof pipelines;
type StepName = { [Name in keyof Pipelines]: keyof Pipelines[Name] }[keyof Pipelines];

/** The handler of each step in the pipelines' table; one that is missing does not compile. */
const handlers = {
  await_worker: awaitWorker,
  import_lab: importLab,
  assign_ports: assignPorts,
  start_lab: startLab,
  provision_delivery: provisionDelivery,
  publish_devices: publishDevices,
  extract_configurations: extractConfigurations,
  ask_nodes: askNodes,
  package_evidence: packageEvidence,
  evaluate,
  collect_again: collectAgain,
  grade_again: gradeAgain,
  release_delivery: releaseDelivery,
  stop_lab: stopLab,
  wipe_lab: wipeLab,
  delete_lab: deleteLab,
} as const satisfies Record<StepName, StepHandler>;

export const stepHandlers: ReadonlyMap<string, StepHandler> = new Map(Object.entries(handlers));
