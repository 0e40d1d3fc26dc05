import { isSetting, settingsTable } from '@lcm/core/domain/settings';
import { because, instantIn, text } from './event-fields.ts';
import { humanize, plural } from './format.ts';
import { labsInWords } from './idle.ts';
import { sessionEventWords } from './session-event-words.ts';
import type { CommitEvent } from './views.ts';

const table: Readonly<Record<string, (event: CommitEvent) => string>> = {
  ...sessionEventWords,
  WorkerCreated: (event) => `Created ${madeFrom(text(event, 'template'))}${because(event)}`,
  WorkerDesiredStatusChanged: (event) => `Shall be ${text(event, 'to')}${because(event)}`,
  WorkerStatusChanged: (event) => `Became ${text(event, 'to')}${because(event)}`,
  WorkerInstanceAssigned: (event) => `Launch ${text(event, 'launch')} is instance ${text(event, 'instanceId')}`,
  WorkerServiceStatusChanged: (event) => `CML became ${text(event, 'to')}`,
  WorkerLicenseChanged: (event) => licenseWords(event),
  WorkerLicenseRegistrationRequested: registrationWords,
  WorkerLicenseRegistrationStarted: () => 'The licence is being registered',
  WorkerLicenseRegistrationCompleted: (event) => licenseWords(event),
  WorkerLicenseRegistrationFailed: (event) => `Registering the licence failed${failureOf(event)}`,
  WorkerLicenseDeregistrationRequested: (event) => `The licence shall be given back${because(event)}`,
  WorkerLicenseDeregistrationStarted: () => 'The licence is being given back',
  WorkerLicenseDeregistrationCompleted: () => 'The licence was given back',
  WorkerLicenseDeregistrationFailed: (event) => `Giving back the licence failed${failureOf(event)}`,
  WorkerPressureChanged: pressureWords,
  WorkerAddressChanged: (event) => `Has the address ${text(event, 'publicIp') || text(event, 'privateIp') || 'none'}`,
  WorkerChecksChanged: (event) => `EC2 checks: system ${text(event, 'system')}, instance ${text(event, 'instance')}`,
  WorkerHealthChanged: () => 'CML says something new of its computes',
  WorkerDefinitionsChanged: () => 'CML has other node or image definitions',
  WorkerLineChanged: lineWords,
  WorkerHeldBack: (event) => `Looks dead, and is not believed to be${because(event)}`,
  WorkerHeldBackEnded: () => 'Is judged by itself again',
  WorkerTagsChanged: () => 'Has other tags',
  WorkerTagsRefused: (event) => `EC2 did not take its tags${because(event)}`,
  WorkerDetailedMonitoringSet: (event) =>
    `Is measured every ${event['enabled'] === true ? 'minute' : 'five minutes'}${because(event)}`,
  WorkerReserved: (event) => `Reserved for ${plural(lengthOf(event, 'reservations'), 'session')}`,
  WorkerReservationReleased: (event) => `A reservation was given back${because(event)}`,
  WorkerReservationResized: (event) =>
    `A reservation is from ${instantIn(event, 'from')} to ${instantIn(event, 'until')} now`,
  WorkerLaunchPlaced: (event) => `Launch ${text(event, 'launch')} tries another place${because(event)}`,
  WorkerLaunchFailed: (event) => `Launch ${text(event, 'launch')} failed${because(event)}`,
  WorkerLeftoverFound: (event) =>
    `${text(event, 'instanceId')} showed itself as what launch ${text(event, 'launch')} had left, and is ended`,
  WorkerLeftoverEnded: (event) => `${text(event, 'instanceId')}, left by an earlier launch, has ended`,
  WorkerActivityChanged: (event) => activityWords(event),
  WorkerSnoozed: (event) => snoozeWords(event),
  WorkerIdleDetectionSet: (event) => `Idle detection ${event['enabled'] === true ? 'on' : 'off'}${because(event)}`,
  WorkerRefreshRequested: (event) => `To be read anew${because(event)}`,
  WorkerRefreshCompleted: (event) => `Was read anew: ${text(event, 'found')}`,
  WorkerSyncRequested: (event) => `To be compared with what is wanted${because(event)}`,
  WorkerSyncCompleted: (event) => `Was compared with what is wanted: ${text(event, 'found')}`,
  WorkerDrainTimed: drainWords,
  WorkerDrainForced: (event) => `What is on it is ended${because(event)}`,
  WorkerDeleted: (event) => `Its record left the lists${because(event)}`,
  SettingsChanged: settingsWords,
  SettingsEnvironmentNoted: () => 'The environment of the control plane says something new',
  JobRan: jobWords,
  LeaderAskedToResign: (event) => `${text(event, 'leader')} was asked to give way${because(event)}`,
  WorkerSnapshotPolicySet: (event) => policyWords(event),
  SnapshotRequested: (event) => `Asked for${because(event)}`,
  SnapshotStarted: () => 'EC2 began to copy the disk',
  SnapshotCompleted: (event) => `Complete${text(event, 'note') === '' ? '' : `: ${text(event, 'note')}`}`,
  SnapshotFailed: (event) => `Failed${because(event)}`,
  SnapshotImageMade: (event) => `New workers can start from it: image ${text(event, 'imageId')}`,
  SnapshotDeletionAsked: (event) => `Shall be deleted${because(event)}`,
  SnapshotDeletionRefused: (event) => `Was not deleted${because(event)}`,
  SnapshotDeleted: (event) => `Deleted${because(event)}`,
  NoticeQueued: () => 'There was something to tell',
  NoticesGathered: () => 'Others go along in one mail',
  PersonKnown: () => 'The identity provider said something new of them',
  PersonWishesChanged: () => 'They chose what they are told',
  NoticeSent: () => 'The receiver has it',
  NoticeAttemptFailed: (event) => `Could not be sent${because(event)}`,
  NoticeGivenUp: (event) => `Was given up${because(event)}`,
  NoticeOvertaken: (event) => `Is not sent any more${because(event)}`,
  NoticeRetryAsked: (event) => `${text(event, 'by')} wanted it sent again`,
  NoticeRemoved: () => 'Left the lists',
  WorkerLabsRefreshAsked: (event) => `Its labs are to be read${because(event)}`,
  WorkerLabsRefreshed: () => 'Its labs were read',
  TemplateDefined: () => 'Defined',
  TemplateEnabled: () => 'Switched on',
  TemplateDisabled: () => 'Switched off: no new worker is made from it',
  TemplateDeleted: (event) => `Deleted${because(event)}`,
  DefinitionStatusChanged: (event) => `Became ${humanize(text(event, 'to')).toLowerCase()}${because(event)}`,
  DefinitionWarmDepthSet: (event) => `Warm labs on each worker that is up: ${text(event, 'depth')}${because(event)}`,
  DefinitionReceiversSet: (event) => `Others are told when sessions fail${because(event)}`,
  DefinitionEdited: (event) => `Has another ${changedIn(event)}${because(event)}`,
  DefinitionNeedsSet: (event) =>
    `${event['needs'] === undefined ? 'Needs what its topology says again' : 'Needs something else'}${because(event)}`,
  DefinitionPortsSet: (event) =>
    `${event['ports'] === undefined ? 'Has the ports of its node tags again' : `Has ${plural(lengthOf(event, 'ports'), 'port')} by hand`}${because(event)}`,
  TaskCreated: () => 'Added',
  TaskUpdated: () => 'Says something else now',
  TaskAssigned: (event) => assignedWords(event),
  TaskStatusChanged: (event) => `Became ${humanize(text(event, 'to')).toLowerCase()}${because(event)}`,
  TaskCommented: (event) => `Comment: ${text(event, 'text')}`,
  TaskCauseEnded: () => 'What it was raised for is over',
  LabDiscovered: () => 'Found on its host',
  LabImportRequested: (event) => (text(event, 'source') === 'clone' ? 'To be cloned' : 'To be imported'),
  LabChanged: (event) => labChangeWords(event),
  LabStatusChanged: (event) => `Became ${text(event, 'to')}${because(event)}`,
  LabRevised: (event) => revisionWords(event),
  LabBound: (event) => `The session ${text(event, 'sessionId')} has it`,
  LabSessionMoved: (event) => `Its session has brought it ${phaseWords(text(event, 'phase'))}`,
  LabUnbound: (event) => `The session ${text(event, 'sessionId')} has left it${because(event)}`,
  LabActionRequested: (event) => `${humanize(text(event, 'action'))} asked for${because(event)}`,
  LabActionProgressed: (event) => humanizeStart(text(event, 'message')),
  LabActionCompleted: (event) => `${humanize(text(event, 'action'))} done`,
  LabActionFailed: (event) => `${humanize(text(event, 'action'))} failed${because(event)}`,
  LabAssigned: (event) => `Assigned to ${nameIn(event, 'person')} to ${text(event, 'level')}${because(event)}`,
  LabUnassigned: (event) => `Taken back from ${text(event, 'personId')}${because(event)}`,
};

function lineWords({ line }: CommitEvent): string {
  const isHeard = typeof line === 'object' && line !== null && 'by' in line && line.by === 'events';
  return isHeard ? 'CML tells what happens on it' : 'CML is asked what happens on it';
}

function valueIn(value: unknown): string {
  return Array.isArray(value) ? value.join(', ') : JSON.stringify(value);
}

function settingsWords(event: CommitEvent): string {
  const { changes } = event;
  const words = (Array.isArray(changes) ? changes : []).map(({ name, from, to }: Record<string, unknown>) => {
    const label = typeof name === 'string' && isSetting(name) ? settingsTable[name].label : String(name);
    return to === undefined ? `${label}: no longer ${valueIn(from)}` : `${label}: ${valueIn(to)}, was ${valueIn(from)}`;
  });
  return `${words.join('; ')}${because(event)}`;
}

function jobWords(event: CommitEvent): string {
  const run = event['run'];
  if (typeof run !== 'object' || run === null) return 'Ran';
  const [outcome, summary] = ['outcome', 'summary'].map((name) => String(Reflect.get(run, name)));
  return `${outcome === 'failed' ? 'Failed' : 'Ran'}: ${summary}`;
}

const definitionWords: Readonly<Record<string, string>> = {
  durationMinutes: 'duration',
  maxDurationMinutes: 'longest duration',
  allowsReset: 'rule for resets',
};

function changedIn(event: CommitEvent): string {
  const names = Object.keys(Object(event['changes']));
  return names.map((name) => definitionWords[name] ?? name).join(', ');
}

/** Where a worker’s make comes from, in words. */
export function madeFrom(template: string): string {
  return template === '' ? 'by hand' : `from template ${template}`;
}

function nameIn(event: CommitEvent, field: string): string {
  const person = event[field];
  return typeof person === 'object' && person !== null ? String(Reflect.get(person, 'name')) : 'nobody';
}

function assignedWords(event: CommitEvent): string {
  const department = text(event, 'department');
  return `Given to ${nameIn(event, 'assignee')}${department === '' ? '' : ` of ${department}`}`;
}

function snoozeWords(event: CommitEvent): string {
  const [until, at] = [Number(event['until']), Number(event['at'])];
  return until > at
    ? `Stays up until ${new Date(until).toISOString()} at least${because(event)}`
    : `Is not snoozed any more${because(event)}`;
}

function drainWords(event: CommitEvent): string {
  if (event['endsAt'] === undefined) return `Drains as long as it takes${because(event)}`;
  const then = text(event, 'whenTimeIsUp') === 'force' ? 'what is on it is ended then' : 'somebody is told then';
  return `Drains until ${new Date(Number(event['endsAt'])).toISOString()}, ${then}${because(event)}`;
}

function activityWords(event: CommitEvent): string {
  const activity = event['activity'];
  if (typeof activity !== 'object' || activity === null) return 'CML does not tell what happens on it';
  const [labs, running, byHand] = ['labs', 'running', 'byHand'].map((name) => Number(Reflect.get(activity, name)));
  return labsInWords({ labs: labs ?? 0, running: running ?? 0, byHand: byHand ?? 0 });
}

/** Only what people can see without looking it up; the record has the rest. */
function labChangeWords(event: CommitEvent): string {
  const facts = event['facts'];
  if (typeof facts !== 'object' || facts === null) return 'CML tells something else of it';
  const nodes: unknown = Reflect.get(facts, 'nodes');
  const up = Array.isArray(nodes) ? nodes.filter((node) => Reflect.get(Object(node), 'state') === 'BOOTED').length : 0;
  const on = Array.isArray(nodes) && nodes.length > 0 ? `, ${up} of ${plural(nodes.length, 'node')} up` : '';
  return `CML says ${String(Reflect.get(facts, 'rawState')) || 'nothing of its state'}${on}`;
}

function revisionWords(event: CommitEvent): string {
  const revision = event['revision'];
  if (typeof revision !== 'object' || revision === null) return 'Built otherwise';
  const changes: unknown = Reflect.get(revision, 'changes');
  const what = Array.isArray(changes) && changes.length > 0 ? `: ${changes.join('; ')}` : '';
  return `Revision ${String(Reflect.get(revision, 'number'))}${what}`;
}

const phases: Readonly<Record<string, string>> = {
  imported: 'onto the host',
  up: 'up',
  down: 'down',
  deleted: 'to its end',
  ended: 'to its end',
};

function phaseWords(phase: string): string {
  return phases[phase] ?? phase;
}

function humanizeStart(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function lengthOf(event: CommitEvent, name: string): number {
  const value = event[name];
  return Array.isArray(value) ? value.length : 0;
}

function policyWords(event: CommitEvent): string {
  const policy = event['policy'];
  if (typeof policy !== 'object' || policy === null) return 'Snapshots of it are made by hand only';
  return `Snapshots of it are made every ${Reflect.get(policy, 'everyHours')} h, ${Reflect.get(policy, 'keep')} are kept`;
}

function pressureWords(event: CommitEvent): string {
  const under = event['under'];
  const short = Array.isArray(under) ? under.join(' and ') : '';
  return short === '' ? 'Its host has memory and disk again' : `Its host runs short of ${short}`;
}

function licenseWords(event: CommitEvent): string {
  const license = event['license'];
  if (typeof license !== 'object' || license === null) return 'The licence changed';
  const [status, operation, step, failure] = ['status', 'operation', 'step', 'failure'].map((name): unknown =>
    Reflect.get(license, name),
  );
  const more = [operation, step, failure].filter((part) => typeof part === 'string');
  return `Licence ${String(status)}${more.length === 0 ? '' : ` (${more.join(': ')})`}`;
}

function registrationWords(event: CommitEvent): string {
  const anew = event['reregister'] === true ? ' anew' : '';
  const whose = event['token'] === undefined ? 'the fleet’s token' : 'a token of its own';
  return `The licence shall be registered${anew} with ${whose}${because(event)}`;
}

function failureOf(event: CommitEvent): string {
  const license = event['license'];
  const failure: unknown =
    typeof license === 'object' && license !== null ? Reflect.get(license, 'failure') : undefined;
  return typeof failure === 'string' ? `: ${failure}` : '';
}

/** One event as a sentence; of kinds without one, its name and its reason. */
export function historyWords(event: CommitEvent): string {
  return table[event.type]?.(event) ?? `${humanize(event.type)}${because(event)}`;
}
