import { isImportedLaunch, noticedNews, type WorkerReport } from '@lcm/core/domain/worker';
import { giveUp, holdBack } from './judge.ts';
import { obtainLicense } from './obtain-license.ts';
import { activityNews } from './plan-activity.ts';
import type { SeenCml } from './seen.ts';
import { isBusy, type Situation } from './situation.ts';
import { type Step, tell, wait } from './step.ts';

type ServiceStatus = Situation['worker']['service'];

/** The host runs: what CML on it says of itself, then its licence. */
export function planService(situation: Situation): Step {
  const { seen, settings } = situation;
  if (seen.cml === undefined) return wait(settings.busyPollMs, 'it has no address yet at which CML could answer');
  const step = serviceNews(situation, seen.cml) ?? late(situation);
  if (step !== undefined) return step;
  if (!seen.cml.up) return planSilent(situation, seen.cml);
  if (seen.cml.licensing === undefined) return wait(settings.busyPollMs, 'CML is starting');
  const news = cmlNews(situation) ?? obtainLicense(situation, seen.cml.licensing);
  return news ?? wait(settings.idlePollMs, 'all is as wanted');
}

function planSilent(situation: Situation, { because, downSince }: Extract<SeenCml, { up: false }>): Step {
  const { worker, at, settings } = situation;
  const isLong = worker.service === 'available' && at - downSince >= settings.serviceGraceMs;
  return (isLong ? holdBack(situation) : undefined) ?? wait(settings.busyPollMs, `CML does not answer: ${because}`);
}

function cmlNews(situation: Situation): Step | undefined {
  return activityNews(situation) ?? detailsNews(situation);
}

/** What CML says of its health and of what it can run, what it tells by itself, and by which way. */
function detailsNews({ worker, seen: { cml, line, labsMoved } }: Situation): Step | undefined {
  const news = noticedNews(worker, { ...(cml?.up === true && cml.details), ...(line && { line }), labsMoved });
  return news && tell({ type: 'noticed', launch: worker.launch, ...news });
}

function serviceStatus(situation: Situation, cml: SeenCml): ServiceStatus {
  if (cml.up) return cml.ready ? 'available' : 'starting';
  const { worker, held } = situation;
  if (held === undefined && isBroken(situation, cml)) return 'error';
  return isNew(worker) ? 'starting' : worker.service;
}

/** One that has answered before may lose an answer, but not for long. One that never has is replaced, unless it is not ours. */
function isBroken({ worker, at, settings }: Situation, { downSince }: Extract<SeenCml, { up: false }>): boolean {
  if (isNew(worker)) return isImportedLaunch(worker) && isLate({ worker, at, settings });
  return at - downSince >= settings.serviceGraceMs;
}

function serviceNews(situation: Situation, cml: SeenCml): Step | undefined {
  const { worker } = situation;
  const status = serviceStatus(situation, cml);
  const facts = cml.up ? { endpoint: cml.endpoint, cmlVersion: cml.version } : {};
  const report: WorkerReport = { type: 'service', launch: worker.launch, status, ...facts };
  const same =
    worker.service === status && (!cml.up || (worker.endpoint === cml.endpoint && worker.cmlVersion === cml.version));
  return same ? undefined : tell(report);
}

/** CML that never came up on a host that runs is a boot that failed; one that broke later is left to an operator. */
function late(situation: Situation): Step | undefined {
  const { worker, at, settings } = situation;
  if (!isNew(worker) || !isLate({ worker, at, settings }) || isBusy(situation)) return undefined;
  const minutes = Math.round((at - worker.statusSince) / 60_000);
  return giveUp(situation, `CML was not available ${minutes} minutes after its host`);
}

/** Whether CML has not been available on this host yet. */
function isNew({ service }: Situation['worker']): boolean {
  return service === 'starting' || service === 'unavailable';
}

function isLate({ worker, at, settings }: Pick<Situation, 'worker' | 'at' | 'settings'>): boolean {
  return at - worker.statusSince > settings.serviceDeadlineMs;
}
